# A client who is gone for too long has abandoned the chat; back within the time, they wait again
visa is a visitor
dana is a technician
ada is an admin
ada > PATCH /api/chat-configs/$config {settings: {abandon_after: "1s", no_answer_after: "0s"}} < 200
visa starts a chat {subject: "Train in a tunnel", config_id: "$config"} -> $s
dana < chat:new_session {session_id: $s}
visa goes away
dana < chat:abandoned {session_id: $s, seq: null, session: {status: abandoned}, ended_by: null, reason: system}
visa comes back
visa < ok {channels: {$s: {status: resumed}}}
visa < chat:abandoned {session_id: $s, seq: *, reason: system}
visa > chat:send_message {session_id: $s, type: text, content: "I am here again", client_id: uuid(again)} < ok {message: {content: "I am here again"}, replayed: false} -> $m = message
visa > chat:send_message {session_id: $s, type: text, content: "I am here again", client_id: uuid(again)} < ok {message: {id: $m.id}, replayed: true}
visa < chat:channel_updated {session_id: $s, seq: $m.seq - 1, session: {status: pending, queued: true, ended_at: null}, message: {system: {code: reopened}}}
dana < chat:new_session {session_id: $s, session: {status: pending}}
dana accepts $s < ok {session: {status: active}}
dana joins $s < ok {messages: [{content: "I am here again"}, ...]}
