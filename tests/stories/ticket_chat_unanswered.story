# A chat from a ticket that nobody takes is in the ticket's log without asking, left or waiting to be called back
ada is an admin
dana is a technician
visa, paul are visitors
ada > GET /api/contacts?user_id=$visa.id < 200 -> $one = data.0
ada > GET /api/contacts?user_id=$paul.id < 200 -> $other = data.0
dana > POST /api/tickets {title: "VPN", contact_id: $one.id} < 201 -> $t
dana > POST /api/tickets {title: "Mail", contact_id: $other.id} < 201 -> $m
visa > chat:start {ticket_id: $t.id, message: "Any news?"} < ok -> $s = session.session_id
visa > chat:abandon {session_id: $s} < ok
within 10 s: dana > GET /api/ticket-updates?ticket_id=$t.id < 200 {data: [{kind: transcript, session_id: $s, author_id: null, content: /Visa: Any news/}]}
paul > chat:start {ticket_id: $m.id, message: "Still broken"} < ok -> $p = session.session_id
paul > chat:request_callback {session_id: $p, phone: "+49 30 1234"} < ok
within 10 s: dana > GET /api/ticket-updates?ticket_id=$m.id < 200 {data: [{kind: transcript, session_id: $p, author_id: null, content: /Paul: Still broken/}]}
