# The client leaves while a technician accepts: one of the two
visa is a visitor
dana is a technician
visa starts a chat {subject: "Crossing"} -> $s
dana > chat:accept {session_id: $s} | visa > chat:abandon {session_id: $s}
one of dana, visa < ok {session: {session_id: $s}}; the other < invalid_state
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
