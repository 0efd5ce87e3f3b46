# A client finds its own chats again, and sees of them what clients may see
visa, paul are visitors
dana is a technician
visa starts a chat {subject: "Mine", message: "hello"} -> $s
dana accepts $s
visa > GET /api/live-chat/mine < 200 {data: [{session_id: $s, status: active, backstage_id: null, customer: {email: null}}]}
paul > GET /api/live-chat/mine < 200 {data: []}
dana > GET /api/live-chat/mine?status=active < 200 {data: [{session_id: $s, backstage_id: *}]}
paul > GET /api/live-chat/$s < not_found
visa > GET /api/live-chat/$s < 200 {session: {session_id: $s, backstage_id: null}}
# What technicians note about it is not found by the client.
dana > chat:add_session_note {session_id: $s, text: "pays by cheque"}
dana > GET /api/live-chat/agent/sessions?status=active&q=CHEQUE < 200 {data: [{session_id: $s}, ...]}
visa > GET /api/live-chat/mine?q=cheque < 200 {data: []}
visa > GET /api/live-chat/mine?q=mine < 200 {data: [{session_id: $s}]}
