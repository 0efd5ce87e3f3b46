# What waits, by priority, skill and how long
doors: plain
visa, paul, vera are visitors
dana is a technician
visa starts a chat {subject: "Printer", priority: low, required_skills: [printers]} -> $low
paul starts a chat {subject: "Down", priority: urgent} -> $urgent
vera starts a chat {subject: "Slow", priority: high, required_skills: [networks, printers]} -> $high
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $urgent, required_skills: []}, {session_id: $high}, {session_id: $low, priority: low}]}
dana > GET /api/live-chat/agent/sessions?status=pending&sort=oldest < 200 {data: [{session_id: $low}, {session_id: $urgent}, {session_id: $high}]}
dana > GET /api/live-chat/agent/sessions?status=pending&priority=urgent,high < 200 {data: [{session_id: $urgent}, {session_id: $high}]}
dana > GET /api/live-chat/agent/sessions?status=pending&skill=printers < 200 {data: [{session_id: $high}, {session_id: $low}]}
dana > GET /api/live-chat/agent/sessions?status=pending&skill=printers&limit=1 < 200 {data: [{session_id: $high}], next_cursor: *} -> $cursor = next_cursor
dana > GET /api/live-chat/agent/sessions?status=pending&skill=printers&limit=1&cursor=$cursor < 200 {data: [{session_id: $low}], next_cursor: null}
dana > GET /api/live-chat/agent/sessions?priority=extreme < invalid
visa > GET /api/live-chat/agent/sessions < forbidden
