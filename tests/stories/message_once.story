# The same client_id again, from anywhere, returns the stored message and stores nothing
visa is a visitor
tab is another tab of visa
dana is a technician
visa starts a chat {subject: "Once"} -> $s
dana accepts $s
visa > chat:send_message {channel_id: $s, type: text, content: "Only once", client_id: "7d3f9c1e-5a7b-4f0e-9f3e-0b8a6f1d2c3b"} -> $m = message
visa > chat:send_message {channel_id: $s, type: text, content: "Only once", client_id: "7d3f9c1e-5a7b-4f0e-9f3e-0b8a6f1d2c3b"} < ok {message: {id: $m.id, seq: $m.seq}}
tab > chat:send_message {channel_id: $s, type: text, content: "Only once", client_id: "7d3f9c1e-5a7b-4f0e-9f3e-0b8a6f1d2c3b"} < ok {message: {id: $m.id, seq: $m.seq}}
dana < chat:new_message {message: {id: $m.id, client_id: "7d3f9c1e-5a7b-4f0e-9f3e-0b8a6f1d2c3b"}}
dana < no chat:new_message
# The same key with another text is a mistake.
visa > chat:send_message {channel_id: $s, type: text, content: "Something else", client_id: "7d3f9c1e-5a7b-4f0e-9f3e-0b8a6f1d2c3b"} < idempotency_conflict
visa > GET /api/live-chat/$s/messages < 200 {data: [{id: $m.id}, ...]}
# A key is its sender's: the technician may use the same one.
dana > chat:send_message {channel_id: $s, type: text, content: "Mine", client_id: "7d3f9c1e-5a7b-4f0e-9f3e-0b8a6f1d2c3b"} < ok {message: {content: "Mine", seq: $m.seq + 1}}
