# All live chats, by every filter and in every order
doors: plain
visa, paul, vera are visitors
dana is a technician
dora is a dispatcher
visa starts a chat {config_id: "$config", subject: "Printer on fire", priority: urgent, required_skills: [printers], source: widget} -> $fire
paul starts a chat {subject: "VPN is slow", priority: low, source: support_page} -> $vpn
vera starts a chat {subject: "New laptop"} -> $laptop
dana accepts $vpn
paul ends $vpn
dora > GET /api/live-chat/admin/all-sessions < 200 {data: [{session_id: $laptop}, {session_id: $vpn}, {session_id: $fire}], next_cursor: null}
dora > GET /api/live-chat/admin/all-sessions?sort=oldest < 200 {data: [{session_id: $fire}, {session_id: $vpn}, {session_id: $laptop}]}
dora > GET /api/live-chat/admin/all-sessions?sort=priority < 200 {data: [{session_id: $fire}, {session_id: $laptop}, {session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?sort=wait < 200 {data: [*, *, {session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?sort=ended < 200 {data: [{session_id: $vpn}, *, *]}
dora > GET /api/live-chat/admin/all-sessions?priority=urgent,low&sort=oldest < 200 {data: [{session_id: $fire}, {session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?status=closed < 200 {data: [{session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?source=support_page < 200 {data: [{session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?skill=printers < 200 {data: [{session_id: $fire}]}
dora > GET /api/live-chat/admin/all-sessions?q=LAPTOP < 200 {data: [{session_id: $laptop}]}
dora > GET /api/live-chat/admin/all-sessions?q=paul < 200 {data: [{session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?queued=false < 200 {data: [{session_id: $vpn}]}
dora > GET /api/live-chat/admin/all-sessions?customer_id=$vera.id < 200 {data: [{session_id: $laptop}]}
dora > GET /api/live-chat/admin/all-sessions?config_id=$config < 200 {data: [{session_id: $fire}]}
dora > GET /api/live-chat/admin/all-sessions?config_id=nothing < 200 {data: []}
dora > GET /api/live-chat/admin/all-sessions?created_before=2020-01-01T00:00:00.000Z < 200 {data: []}
dora > GET /api/live-chat/admin/all-sessions?created_after=2020-01-01T00:00:00.000Z&limit=2&sort=priority < 200 {data: [{session_id: $fire}, {session_id: $laptop}], next_cursor: *} -> $cursor = next_cursor
dora > GET /api/live-chat/admin/all-sessions?limit=2&sort=priority&cursor=$cursor < 200 {data: [{session_id: $vpn}], next_cursor: null}
# A cursor is good for its own order alone.
dora > GET /api/live-chat/admin/all-sessions?sort=oldest&cursor=$cursor < invalid {errors: [{field: cursor}]}
dora > GET /api/live-chat/admin/all-sessions?sort=wait&cursor=wait:x:1 < 422
dora > GET /api/live-chat/admin/all-sessions?created_after=yesterday < invalid {errors: [{field: created_after}]}
dora > GET /api/live-chat/admin/all-sessions?priority=most < 422
dana > GET /api/live-chat/admin/all-sessions < 403
