# The pending list: by priority, then the oldest first
dana is a technician
ann, ben, cid are visitors
ann starts a chat {subject: "A", priority: low} -> $a
ben starts a chat {subject: "B", priority: urgent} -> $b
cid starts a chat {subject: "C", priority: low} -> $c
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $b, priority: urgent}, {session_id: $a}, {session_id: $c}], next_cursor: null}
dana > GET /api/live-chat/agent/sessions?status=pending&limit=2 < 200 {data: [{session_id: $b}, {session_id: $a}], next_cursor: *} -> $next = next_cursor
dana > GET /api/live-chat/agent/sessions?status=pending&limit=2&cursor=$next < 200 {data: [{session_id: $c}], next_cursor: null}
dana accepts $b
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $a}, {session_id: $c}]}
dana > GET /api/live-chat/agent/sessions?status=active < 200 {data: [{session_id: $b, agent_id: $dana.id}, ...]}
