# A chat that is over in another way than by its end becomes a ticket too, and what was deleted since is in none
ada is an admin
dana is a technician
visa, paul, vera, igor are visitors
visa starts a chat {subject: "Nobody came", message: "Is anybody there?"} -> $s
dana > chat:convert_to_ticket {session_id: $s} < invalid_state
visa > chat:abandon {session_id: $s} < ok
dana > chat:convert_to_ticket {session_id: $s} < ok {session: {status: abandoned}, ticket: {title: "Nobody came", assignee_id: null}} -> $t = ticket
visa < ticket:linked {session_id: $s, ticket: {id: $t.id}}
dana > GET /api/ticket-updates?ticket_id=$t.id < 200 {data: [{kind: transcript, session_id: $s, content: /Ended: [^]*Visa: Is anybody there/}]}
# Outside office hours: what the client says after they left their message is in it when they have been called.
ada > PATCH /api/chat-configs/$config {after_hours: callback, office_hours: {time_zone: "Europe/Berlin", week: {}}} < 200
paul > chat:start {subject: "At night", config_id: "$config", message: "The server is down"} < ok {session: {status: callback}} -> $p = session.session_id
ada > PATCH /api/chat-configs/$config {office_hours: null} < 200
dana > POST /api/tickets {title: "Calls"} < 201 -> $calls
dana > chat:link_ticket {session_id: $p, ticket_id: $calls.id} < ok {session: {status: callback, ticket_id: $calls.id}}
paul < ticket:linked {ticket: {id: $calls.id}}
dana > GET /api/ticket-updates?ticket_id=$calls.id < 200 {data: [{kind: transcript, session_id: $p, content: /The server is down/}]}
paul says "The back door is open" in $p
dana > chat:complete {session_id: $p} < ok
within 10 s: dana > GET /api/ticket-updates?ticket_id=$calls.id&sort=oldest < 200 {data: [{content: not /back door/}, {author_id: null, content: /The back door is open/}]}
dana > GET /api/live-chat/$p/transcript < 200 /The back door is open/
# Completed: it gets its ticket as late as that, with both.
vera starts a chat {subject: "Later", message: "My number is secret"} -> $v
vera > chat:request_callback {session_id: $v, phone: "+49 30 5678"} < ok
dana > chat:complete {session_id: $v} < ok
dana > chat:convert_to_ticket {session_id: $v} < ok {session: {status: completed}, ticket: {title: "Later"}} -> $later = ticket
dana > GET /api/ticket-updates?ticket_id=$later.id < 200 {data: [{kind: transcript, content: /secret/}, {kind: transcript, content: /secret/}]}
# What an administrator deletes after the closing is not written into a ticket that is made later, nor its files.
igor starts a chat {subject: "Too much said"} -> $i
dana accepts $i
igor uploads "a face" as face.txt -> $f
igor > chat:send_message {session_id: $i, type: file, content: "my password is swordfish", attachment_ids: [$f.id]} < ok -> $m = message
igor says "That was all" in $i
igor ends $i
within 10 s: database > SELECT 1 / (count(*) = 1)::int FROM transcripts WHERE tenant_id = $dana.tenant_id AND channel_id = $i AND made_at IS NOT NULL
ada > DELETE /api/messages/$m.id < 204
dana > chat:convert_to_ticket {session_id: $i} < ok -> $clean = ticket
check $clean is {description: not /swordfish/}
dana > GET /api/ticket-updates?ticket_id=$clean.id < 200 {data: [{kind: transcript, attachment_ids: [], content: /\(deleted\)[^]*That was all/}]} -> $u = data.0
check $u is {content: not /swordfish/}
