# A reply names a message of its own chat
visa is a visitor
omid is a visitor
visa starts a chat {subject: "One"} -> $s
omid starts a chat {subject: "Another"} -> $t
visa says "First" in $s -> $m
omid says "Elsewhere" in $t -> $o
visa > chat:send_message {session_id: $s, content: "As I said", reply_to: $m.id} < ok {seq: $m.seq + 1, message: {reply_to: $m.id}}
visa > chat:send_message {session_id: $s, content: "As omid said", reply_to: $o.id} < invalid
visa > GET /api/live-chat/$s/messages < 200 {data: [{content: "First"}, {content: "As I said", reply_to: $m.id}]}
