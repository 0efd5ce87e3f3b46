# A client who will not wait leaves; technicians find the chat in the list of the abandoned ones
visa, paul are visitors
dana is a technician
omar is a technician, not connected
visa starts a chat {subject: "Too long"} -> $s
dana < chat:new_session {session_id: $s}
paul > chat:abandon {session_id: $s} < not_found
visa > chat:abandon {session_id: $s, client_id: uuid(leave)} < ok {session: {status: abandoned, ended_at: *}, seq: *} -> $left
visa > chat:abandon {session_id: $s, client_id: uuid(leave)} < ok {seq: $left.seq}
visa > chat:abandon {session_id: $s} < invalid_state
visa < chat:abandoned {session_id: $s, seq: $left.seq, session: {status: abandoned, callback: null}, ended_by: {id: $visa.id}, reason: client, message: {type: system_event, system: {code: abandoned}}}
dana < chat:abandoned {session_id: $s, seq: null, session: {status: abandoned, backstage_id: *, customer: {id: $visa.id}}, reason: client}
dana accepts $s < invalid_state
visa > chat:request_callback {session_id: $s, phone: "+49 30 1234"} < invalid_state
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
# All technicians see it, whoever was there.
dana, omar > GET /api/live-chat/agent/sessions?status=abandoned&sort=newest&limit=1 < 200 {data: [{session_id: $s, status: abandoned}]}
dana > GET /api/live-chat/agent/sessions < 200 {data: []}
visa > GET /api/live-chat/agent/sessions?status=abandoned < 403
