# A restart in the middle: the queue, the active chats and the history are all there
visa, paul are visitors
dana is a technician
visa starts a chat {subject: "Running", message: "first"} -> $s
dana < chat:new_session {session_id: $s}
dana accepts $s
visa < chat:session_assigned
dana says "second" in $s -> $m
visa < chat:new_message {message: {content: "second"}}
paul starts a chat {subject: "Waiting", priority: urgent} -> $p
dana < chat:new_session {session_id: $p}
restart the daemon
visa, dana < server:draining
visa, dana < closed 1012
visa, dana, paul comes back
visa, dana < ok {channels: {$s: {status: resumed, head_seq: $m.seq}}}
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $p, priority: urgent, subject: "Waiting"}]}
dana > GET /api/live-chat/agent/sessions?status=active < 200 {data: [{session_id: $s}, ...]}
visa says "third" in $s < ok {seq: $m.seq + 1}
dana < chat:new_message {message: {content: "third"}}
visa > GET /api/live-chat/$s/messages < 200 {data: [{content: "first"}, {content: "second"}, {content: "third"}, ...]}
dana accepts $p < ok {session: {status: active}}
paul < chat:session_assigned {agent: {id: $dana.id}}
