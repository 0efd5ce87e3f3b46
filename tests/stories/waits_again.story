# A chat that waits again is among those that wait, and has waited since then
visa, paul are visitors
dana, omar are technicians
visa starts a chat {subject: "Handed back"} -> $s
dana accepts $s
paul starts a chat {subject: "Later"} -> $p
database > UPDATE live_chat_sessions SET created_at = created_at - interval '1 day' WHERE channel_id = $s
dana leaves $s < ok {session: {status: active, queued: true}}
omar > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $s, status: active, queued: true}, {session_id: $p, status: pending}]}
omar > GET /api/live-chat/agent/sessions?status=pending&sort=oldest < 200 {data: [{session_id: $p}, {session_id: $s}], next_cursor: null}
omar > GET /api/live-chat/agent/sessions?status=pending&sort=oldest&limit=1 < 200 {data: [{session_id: $p}], next_cursor: *} -> $next = next_cursor
omar > GET /api/live-chat/agent/sessions?status=pending&sort=oldest&limit=1&cursor=$next < 200 {data: [{session_id: $s}], next_cursor: null}
omar > GET /api/live-chat/queue/stats < 200 {total: 2, longest_wait: < 3600, waits: [{session_id: $s}, {session_id: $p}]}
visa > GET /api/live-chat/mine?status=pending < 200 {data: []}
