# Messages go both ways, in order, acknowledged with their seq
visa is a visitor
dana is a technician
visa starts a chat {subject: "Talk"} -> $s
dana accepts $s
visa < chat:session_assigned {session_id: $s}
visa says "Hello" in $s -> $m
check $m is {id: *, channel_id: $s, session_id: $s, seq: *, type: text, content: "Hello", visibility: all, sender: {id: $visa.id, kind: client}, created_at: /^20.*Z$/, edited_at: null, deleted_at: null}
dana < chat:new_message {session_id: $s, channel_id: $s, seq: $m.seq, message: {id: $m.id, content: "Hello", sender: {id: $visa.id}}}
dana says "Hi **Visa**" in $s -> $n
check $n is {seq: $m.seq + 1, sender: {id: $dana.id, kind: technician, name: "Dana"}}
visa < chat:new_message {seq: $m.seq + 1, message: {content: "Hi **Visa**", sender: {id: $dana.id, kind: technician}}}
# The names of the seeds for the same chat, and 004's event.
visa > chat:send_message {session_id: $s, type: text, content: "by session_id"} < ok {message: {channel_id: $s}, seq: $n.seq + 1}
visa > chat:send_message {chatId: $s, type: text, content: "by chatId"} < ok {message: {channel_id: $s}, seq: $n.seq + 2}
visa > chat:send_message {chatId: $s, session_id: $s, channel_id: "$s", type: text, content: "by all, one as text"} < ok {seq: $n.seq + 3}
dana < chat:new_message {message: {content: "by session_id"}}
dana < chat:new_message {message: {content: "by chatId"}}
dana < chat:new_message {message: {content: "by all, one as text"}}
on sockets: dana < no chat:new_message
