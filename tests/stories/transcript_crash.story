# The daemon dies right after a chat was ended: its ticket's log has the transcript all the same, once
dana is a technician
visa is a visitor
visa starts a chat {subject: "Last words"} -> $s
dana accepts $s
dana > chat:convert_to_ticket {session_id: $s} < ok -> $t = ticket
visa says "Is anybody there?" in $s
dana ends $s
kill the daemon
dana comes back
within 20 s: dana > GET /api/ticket-updates?ticket_id=$t.id&sort=oldest < 200 {data: [{author_id: $dana.id}, {author_id: null, content: /Is anybody there[^]*Dana ended the chat/}]}
restart the daemon
dana comes back
dana > GET /api/live-chat/$s/transcript < 200 /Is anybody there/
dana > GET /api/ticket-updates?ticket_id=$t.id < 200 {data: [{}, {}]}
database > SELECT 1 / (count(*) = 1)::int FROM transcripts WHERE tenant_id = $dana.tenant_id AND channel_id = $s AND kind = 'final'
