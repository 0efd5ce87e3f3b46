# A technician ends a chat and makes a ticket of it, in one
dana is a technician
visa, paul, vera are visitors
visa starts a chat {subject: "Broken screen"} -> $s
dana accepts $s
visa > chat:end {session_id: $s, create_ticket: true} < forbidden
visa > chat:end {session_id: $s, save_transcript: true} < forbidden
dana > chat:end {session_id: $s, create_ticket: true, client_id: uuid(end)} < ok {session: {status: closed, ticket_id: *}} -> $t = session.ticket_id
dana > chat:end {session_id: $s, create_ticket: true, client_id: uuid(end)} < ok {session: {status: closed, ticket_id: $t}}
visa < ticket:linked {ticket: {id: $t, title: "Broken screen"}}
visa < chat:ended {session: {ticket_id: $t}}
# One closing, one transcript.
within 10 s: dana > GET /api/ticket-updates?ticket_id=$t < 200 {data: [{kind: transcript, content: /Ended: [^]*Ticket #\d+ was created: Broken screen[^]*Dana ended the chat/}]}
# Just ended, it gets a ticket later: what was said is logged then.
paul starts a chat {subject: "Just a question"} -> $p
dana accepts $p
paul says "Where is the handbook?" in $p
dana ends $p < ok {session: {ticket_id: null}}
dana > chat:convert_to_ticket {session_id: $p} < ok {ticket: {title: "Just a question"}, session: {status: closed}} -> $later = ticket
paul < ticket:linked {ticket: {id: $later.id}}
dana > GET /api/ticket-updates?ticket_id=$later.id < 200 {data: [{kind: transcript, content: /Ended: [^]*Where is the handbook/}]}
# Nothing is logged where nobody wants it.
vera starts a chat {subject: "Private"} -> $v
dana accepts $v
dana > chat:convert_to_ticket {session_id: $v} < ok -> $quiet = ticket
dana > chat:end {session_id: $v, save_transcript: false} < ok
dana > GET /api/live-chat/$v/transcript < 200 /Dana ended the chat/
dana > GET /api/ticket-updates?ticket_id=$quiet.id < 200 {data: [{author_id: $dana.id}]}
