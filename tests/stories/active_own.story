# A technician lists the active chats that are theirs; a colleague's they find by searching, and see and join it within their scope; lists of everybody's are for who assigns
doors: plain, socketio
dana, omar are technicians
dora is a dispatcher
ada is an admin
visa, paul are visitors
visa starts a chat {subject: "Zeppelin of Dana"} -> $s
dana accepts $s
paul starts a chat {subject: "Zeppelin of Omar"} -> $p
omar accepts $p
dana > chat:agent_sessions {status: [active]} < ok {data: [{session_id: $s, agent_id: $dana.id}]}
omar > chat:agent_sessions {status: [active]} < ok {data: [{session_id: $p, agent_id: $omar.id}]}
omar > GET /api/live-chat/admin/all-sessions?status=active < 403
omar > GET /api/live-chat/agent/$dana.id/workload < 403
dora > GET /api/live-chat/admin/all-sessions?status=active&sort=oldest < 200 {data: [{session_id: $s}, {session_id: $p}]}
dora > chat:agent_sessions {status: [active]} < ok {data: []}
within 10 s: omar > search:sessions {q: "zeppelin dana", status: [active]} < ok {data: [{session: {session_id: $s, status: active}}]}
omar > chat:session {session_id: $s} < ok {session: {status: active, agent_id: $dana.id}}
omar joins $s < ok {session: {agent_id: $dana.id}}
# Being in it, it is one of his.
omar > chat:agent_sessions {status: [active], sort: oldest} < ok {data: [{session_id: $s}, {session_id: $p}]}
omar leaves $s
omar > chat:agent_sessions {status: [active]} < ok {data: [{session_id: $p}]}
