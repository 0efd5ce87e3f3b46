# Queue statistics: total, by priority, by team, waits
dana is a technician
ann, ben are visitors
dana > GET /api/live-chat/queue/stats < 200 {total: 0}
ann starts a chat {subject: "A", priority: low} -> $a
ben starts a chat {subject: "B", priority: urgent} -> $b
dana > GET /api/live-chat/queue/stats < 200 {total: 2, by_priority: {low: 1, urgent: 1}, by_team: *, longest_wait: >= 0, waits: [{session_id: *, wait: >= 0}, {session_id: *, wait: >= 0}]}
ann > GET /api/live-chat/queue/stats < forbidden
dana accepts $b
dana > GET /api/live-chat/queue/stats < 200 {total: 1, waits: [{session_id: $a}]}
