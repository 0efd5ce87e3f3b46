# The message of a second start is added to the open chat
visa is a visitor
visa starts a chat {subject: "Mail", message: "one"} -> $s
visa starts a chat {subject: "Mail", message: "two"} < ok {session: {session_id: $s}}
visa > GET /api/live-chat/$s/messages < 200 {data: [{content: "one"}, {content: "two"}, ...]}
