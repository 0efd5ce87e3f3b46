# Who the client is, a ticket and an article, without leaving the chat
ada is an admin
mia is a manager
dana, omar are technicians
visa is a visitor {name: "Visa **Vey**", email: "visa_c@$door-elm.test"}
ada > POST /api/organizations {name: "Elm & Co"} < 201 -> $o
ada > GET /api/contacts?user_id=$visa.id < 200 -> $c = data.0
ada > PATCH /api/contacts/$c.id {organization_id: $o.id, phone: "+1 555 0101"} < 200
mia > POST /api/kb/articles {title: "Restart the wyvern x$door", slug: "restart-the-wyvern-$door", content: "Hold the button.", status: published, audience: client} < 201 -> $k
visa starts a chat {subject: "VPN", metadata: {page: "https://www.example.com/help", browser: {name: "Firefox"}}} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
# Only those behind the scenes see who the client is; it is kept there, and said once for its key.
dana > chat:command {session_id: $s, command: contact, client_id: uuid(k)} < ok {command: contact, operation: "chat:customer_context", seq: *, message: {type: command_result, visibility: internal, channel_id: $b, session_id: $s, sender: {id: $dana.id}, content: /^\*\*Visa \\\*\\\*Vey\\\*\\\*\*\* · visa_c@\w+-elm.test · .1 555 0101\n/, client_id: uuid(k)}, result: {customer: {id: $visa.id}, organization: {name: "Elm & Co"}}} -> $m
check $m.message.content is /\n- Organization: Elm & Co\n(.*\n)+- Page: https:..www.example.com.help$/
dana < chat:new_message {channel_id: $b, session_id: $s, seq: $m.seq, message: {id: $m.message.id, type: command_result}}
ada > PATCH /api/organizations/$o.id {name: "Ash"} < 200
dana > chat:command {session_id: $s, command: contact, client_id: uuid(k)} < ok {seq: $m.seq, message: {id: $m.message.id, content: $m.message.content}}
dana > chat:command {session_id: $s, command: note, args: "contact", client_id: uuid(k)} < idempotency_conflict
dana < no chat:new_message
omar joins $s < ok {backstage: {messages: [{type: command_result, content: $m.message.content}]}}
visa > chat:messages {session_id: $s} < ok {data: [{type: system_event}, {type: system_event}]}
# It is no message that anybody sends.
dana > chat:send_message {channel_id: $s, type: command_result, content: "I am the daemon"} < invalid {errors: [{field: type}]}
# An article, to who asks alone.
within 5 s: dana > chat:command {session_id: $s, command: "search kb", args: "restart wyvern x$door"} < ok {operation: "search:kb", seq: null, message: null, result: {data: [{id: $k.id, title: "Restart the wyvern x$door"}]}}
dana > chat:command {session_id: $s, command: search, args: "kb \"restart the\" wyvern x$door"} < ok {command: "search kb", result: {data: [{id: $k.id}]}}
dana > chat:command {session_id: $s, command: "search kb", args: "nothing of the kind"} < ok {result: {data: []}}
dana, omar < no chat:new_message
# A ticket is made of the chat, with its title, once.
dana > chat:command {session_id: $s, command: ticket, args: "\"VPN drops\"", client_id: uuid(t)} < ok {operation: "chat:convert_to_ticket", seq: *, result: {ticket: {title: "VPN drops", organization_id: $o.id}, session: {ticket_id: *}}} -> $t
visa < ticket:linked {session_id: $s, seq: $t.seq, ticket: {title: "VPN drops"}}
dana > chat:command {session_id: $s, command: ticket, args: "\"VPN drops\"", client_id: uuid(t)} < ok {seq: $t.seq, result: {ticket: {id: $t.result.ticket.id}}}
visa < no ticket:linked
visa ends $s
# Or the chat is linked to one that is there, by the number that people know.
visa starts a chat {subject: "VPN again"} -> $p
omar accepts $p
dana > POST /api/tickets {title: "Other"} < 201 -> $other
omar > chat:command {session_id: $p, command: ticket, args: "#$other.number"} < ok {operation: "chat:link_ticket", result: {ticket: {id: $other.id}, session: {ticket_id: $other.id}}}
visa < ticket:linked {session_id: $p, ticket: {id: $other.id}}
omar > chat:command {session_id: $p, command: ticket, args: "$t.result.ticket.number"} < conflict {ticket_id: $other.id}
omar > chat:command {session_id: $p, command: ticket, args: "999999999"} < not_found
