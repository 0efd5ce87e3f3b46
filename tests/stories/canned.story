# Two keys instead of a paragraph: what is prepared is sent with the client's own name in it
ada is an admin
dana, omar are technicians
visa is a visitor {name: "Visa **Vey**", email: "visa_vey@$door-alder.test"}
ada > POST /api/organizations {name: "Alder & Finch"} < 201 -> $o
ada > GET /api/contacts?email=visa_vey@$door-alder.test < 200 {data: [{id: *}]} -> $c = data.0
ada > PATCH /api/contacts/$c.id {organization_id: $o.id, phone: "+1 555 0101"} < 200
ada > POST /api/canned-responses {shortcode: "hi-$door", title: "Greeting", content: "Hello {{customer_first_name}} of {{organization_name}}, this is {{ agent_name }}. We call {{customer_phone}} about \"{{chat_subject}}\"."} < 201 -> $hi
visa starts a chat {subject: "VPN"} -> $s
dana accepts $s
visa < chat:session_assigned
dana > chat:use_canned_response {session_id: $s, shortcode: "hi-$door", client_id: uuid(hi)} < ok {replayed: false, message: {type: text, content: "Hello Visa of Alder & Finch, this is Dana. We call +1 555 0101 about \"VPN\".", sender: {id: $dana.id}, mentions: [], client_id: uuid(hi)}, seq: *} -> $m = message
visa, dana < chat:new_message {session_id: $s, chatId: $s, seq: $m.seq, message: {id: $m.id, type: text, content: $m.content, visibility: all}}
# It is a message like others: in the history, to be put right, to be counted.
dana > chat:edit_message {message_id: $m.id, content: "Hello Visa"} < ok
visa < chat:message_updated {message: {content: "Hello Visa"}}
# Sent again under its key it is sent once, whatever has become of it.
ada > PATCH /api/canned-responses/$hi.id {content: "Something else, {{unknown}}"} < 200
dana > chat:use_canned_response {session_id: $s, shortcode: "hi-$door", client_id: uuid(hi)} < ok {replayed: true, message: {id: $m.id, content: "Hello Visa"}}
ada > DELETE /api/canned-responses/$hi.id < 204
dana > chat:use_canned_response {session_id: $s, shortcode: "hi-$door", client_id: uuid(hi)} < ok {replayed: true, seq: $m.seq}
dana > chat:use_canned_response {session_id: $s, shortcode: "other-$door", client_id: uuid(hi)} < idempotency_conflict
dana > chat:use_canned_response {session_id: $s, shortcode: "hi-$door"} < not_found
visa < no chat:new_message
# What the client calls themself is shown as it is, and does nothing: no markup, no mention.
ada > POST /api/canned-responses {shortcode: "who-$door", title: "Who", content: "**{{customer_name}}** <{{customer_email}}> is {{role}}, says {{said}}"} < 201 -> $who
dana > chat:use_canned_response {session_id: $s, canned_response_id: $who.id, variables: {role: "the *boss*", said: "{{customer_phone}} @Omar", unused: "x"}} < ok {message: {content: "**Visa \\*\\*Vey\\*\\*** <visa_vey@$door-alder.test> is the *boss*, says {{customer_phone}} @Omar", mentions: []}}
omar < no notification
# Given values go first.
dana > chat:use_canned_response {session_id: $s, canned_response_id: $who.id, variables: {customer_name: "Mrs. Vey", role: "", said: "hi"}} < ok {message: {content: "**Mrs. Vey** <visa_vey@$door-alder.test> is , says hi"}}
visa < chat:new_message
visa < chat:new_message {message: {content: /Mrs/}}
# By the id in the route, and a key in the header's place.
dana > POST /api/live-chat/$s/use-canned-response {canned_response_id: $who.id, variables: {role: r, said: s}, client_id: uuid(rest)} < 201 {message: {client_id: uuid(rest)}}
# Of the chat's ticket, once it has one.
ada > POST /api/canned-responses {shortcode: "ticket-$door", title: "Ticket", content: "Your ticket {{ticket_number}}, {{ticket_title}}, is {{ticket_status}}."} < 201
dana > chat:use_canned_response {session_id: $s, shortcode: "ticket-$door"} < invalid {errors: [{field: "variables.ticket_number"}, {field: "variables.ticket_title"}, {field: "variables.ticket_status"}]}
dana > POST /api/tickets {title: "VPN [broken]", organization_id: $o.id} < 201 -> $t
dana > chat:link_ticket {session_id: $s, ticket_id: $t.id} < ok
dana > chat:use_canned_response {session_id: $s, shortcode: "ticket-$door"} < ok {message: {content: "Your ticket $t.number, VPN \\[broken\\], is new."}}
