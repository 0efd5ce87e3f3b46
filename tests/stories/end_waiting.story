# A client who ends while waiting has abandoned the chat
visa is a visitor
dana is a technician
ada is an admin
visa starts a chat {subject: "Never mind"} -> $s
dana < chat:new_session {session_id: $s}
visa ends $s < ok
visa < chat:ended {session_id: $s, seq: *, reason: client, session: {status: abandoned}}
dana accepts $s < invalid_state
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
ada > GET /api/live-chat/admin/all-sessions?status=abandoned < 200 {data: [{session_id: $s, status: abandoned}, ...]}
