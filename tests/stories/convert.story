# A chat becomes a ticket, once, with the client and what was said
ada is an admin
dana, omar are technicians
visa, paul are visitors
otto is a technician at elsewhere
ada > POST /api/organizations {name: "Alder & Finch"} < 201 -> $org
ada > GET /api/contacts?user_id=$visa.id < 200 -> $priya = data.0
ada > PATCH /api/contacts/$priya.id {email: "priya@alder.test", organization_id: $org.id} < 200
visa starts a chat {subject: "VPN is down", priority: high} -> $s
dana > chat:convert_to_ticket {session_id: $s} < invalid_state
dana accepts $s
visa says "It drops on the train" in $s
dana > chat:add_note {session_id: $s, content: "VIP"} < ok
visa > chat:convert_to_ticket {session_id: $s} < forbidden
otto > chat:convert_to_ticket {session_id: $s} < not_found
dana > chat:convert_to_ticket {session_id: 999999999} < not_found
dana > chat:convert_to_ticket {session_id: $s, title: ""} < invalid {errors: [{field: title}]}
dana > chat:convert_to_ticket {session_id: $s, board_id: 999999999} < invalid {errors: [{field: board_id}]}
dana > chat:convert_to_ticket {session_id: $s, template_id: 999999999} < not_found
dana > GET /api/tickets?session_id=$s < 200 {data: []}
dana > chat:convert_to_ticket {session_id: $s, client_id: uuid(once)} < ok {session: {session_id: $s, ticket_id: *}, ticket: {number: > 0, title: "VPN is down", priority: high, status: new,
  contact_id: $priya.id, organization_id: $org.id, assignee_id: $dana.id, session_id: $s, description: /Client: Visa <priya@alder.test>[^]*Visa: It drops on the train/}, seq: *} -> $t = ticket
check $t is {description: not /VIP/}
visa, dana < ticket:linked {session_id: $s, ticket: {id: $t.id, number: $t.number, title: "VPN is down"}, session: {ticket_id: $t.id}, by: {id: $dana.id},
  message: {type: system_event, system: {code: ticket_created, params: {ticket: {number: $t.number}}}}}
# Asked again, under the same key or another one, by whomever: the same ticket, and nobody is told anything.
dana > chat:convert_to_ticket {session_id: $s, client_id: uuid(once)} < ok {ticket: {id: $t.id}, seq: *}
omar > chat:convert_to_ticket {session_id: $s, title: "Another"} < ok {ticket: {id: $t.id, title: "VPN is down"}, session: {ticket_id: $t.id}, seq: null}
visa < no ticket:linked
dana > GET /api/tickets?session_id=$s < 200 {data: [{id: $t.id}]}
# Its log has the text, and files to download; for technicians.
dana > GET /api/ticket-updates?ticket_id=$t.id < 200 {data: [{kind: transcript, is_internal: true, author_id: $dana.id, session_id: $s,
  content: /Visa: It drops on the train[^]*Dana .private note.: VIP/, files: [{content_type: "text/plain"}, {content_type: "text/html"}, {content_type: "application/json"}]}]} -> $u = data.0
dana > PATCH /api/ticket-updates/$u.id {content: "He said nothing"} < conflict
dana > DELETE /api/ticket-updates/$u.id < conflict
dana > PATCH /api/ticket-updates/$u.id {is_internal: false} < 200 {is_internal: false}
# The chat goes on, and is the client's one open chat as before.
visa starts a chat {subject: "Again"} < ok {session: {session_id: $s, ticket_id: $t.id}}
dana > chat:end {session_id: $s} < ok
within 10 s: dana > GET /api/ticket-updates?ticket_id=$t.id&sort=oldest < 200 {data: [{}, {kind: transcript, author_id: null, content: /Ended: [^]*Dana ended the chat/}]}
# Nobody deletes a ticket whose chat is there.
dana > DELETE /api/tickets/$t.id < conflict {used_by: {live_chat_sessions: 1}}
