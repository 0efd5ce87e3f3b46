# A client who leaves while waiting has abandoned the chat: it does not ring any more
visa is a visitor
dana is a technician
visa starts a chat {subject: "Never mind"} -> $s
dana < chat:new_session {session_id: $s}
visa > chat:leave {session_id: $s, client_id: uuid(leave)} < ok {session: {status: abandoned, queued: false}, seq: *} -> $left
visa > chat:leave {session_id: $s, client_id: uuid(leave)} < ok {seq: $left.seq}
visa < chat:abandoned {session_id: $s, seq: $left.seq, reason: client, ended_by: {id: $visa.id}, message: {system: {code: abandoned}}}
dana < chat:abandoned {session_id: $s, seq: null, session: {status: abandoned, backstage_id: *}, reason: client}
dana accepts $s < invalid_state
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
