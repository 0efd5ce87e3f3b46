# Unread: messages of others after one's mark
visa is a visitor
dana is a technician
visa starts a chat {subject: "Unread"} -> $s
dana accepts $s
visa says "one" in $s
visa says "two" in $s -> $two
visa says "three" in $s
dana > GET /api/live-chat/agent/sessions?status=active < 200 {data: [{session_id: $s, unread: 3, last_message: {content: "three"}}, ...]}
dana > chat:seen {channel_id: $s, message_id: $two.id}
dana > GET /api/live-chat/agent/sessions?status=active < 200 {data: [{session_id: $s, unread: 1}, ...]}
dana says "mine does not count" in $s
dana > GET /api/live-chat/agent/sessions?status=active < 200 {data: [{session_id: $s, unread: 1}, ...]}
