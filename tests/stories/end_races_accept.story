# The client ends while a technician accepts: one of the two orders, never both
visa is a visitor
dana is a technician
visa starts a chat {subject: "Crossing"} -> $s
visa ends $s | dana accepts $s
visa < ok
dana > GET /api/live-chat/$s/messages < 200 {data: *}
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
