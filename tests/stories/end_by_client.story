# The client ends the chat
visa is a visitor
dana is a technician
visa starts a chat {subject: "Done"} -> $s
dana accepts $s
visa ends $s < ok
visa, dana < chat:ended {session_id: $s, channel_id: $s, seq: *, reason: client, ended_by: {id: $visa.id}}
# Nothing can be said any more, by either.
dana says "Wait" in $s < session_closed
# It can end only once.
visa ends $s < session_closed
dana < no chat:ended
dana > GET /api/live-chat/agent/sessions?status=closed < 200 {data: [{session_id: $s, status: closed, ended_at: *}, ...]}
