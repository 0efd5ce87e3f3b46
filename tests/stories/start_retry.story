# A start that is tried again with the same key finds the chat and stores its message once
visa is a visitor
visa starts a chat {subject: "Keyed", message: "only once", client_id: "0d8f2f9a-1f0e-4c57-9f4e-6b7a1c2d3e4f"} -> $s
visa starts a chat {subject: "Keyed", message: "only once", client_id: "0d8f2f9a-1f0e-4c57-9f4e-6b7a1c2d3e4f"} < ok {session: {session_id: $s}}
visa > GET /api/live-chat/$s/messages < 200 {data: [{content: "only once", client_id: "0d8f2f9a-1f0e-4c57-9f4e-6b7a1c2d3e4f"}]}
