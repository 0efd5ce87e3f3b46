# The client ends while a technician accepts: one of the two orders, never both
visa is a visitor
dana is a technician
visa starts a chat {subject: "Crossing"} -> $s
visa ends $s < ok | dana accepts $s < any
visa < chat:ended {session_id: $s}
dana says "too late" in $s < session_closed
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
