# One's other connections get what one sends; the sending one has the acknowledgement
visa is a visitor
tab is another tab of visa
dana is a technician
phone is another device of dana
visa starts a chat {subject: "Devices"} -> $s
dana accepts $s
visa, tab, dana, phone < chat:session_assigned {session_id: $s}
dana says "From my desk" in $s -> $m
phone < chat:new_message {message: {id: $m.id, content: "From my desk"}}
visa, tab < chat:new_message {message: {id: $m.id}}
on sockets: dana < no chat:new_message
visa says "From my tab" in $s -> $n
tab < chat:new_message {message: {id: $n.id}}
dana, phone < chat:new_message {message: {id: $n.id}}
on sockets: visa < no chat:new_message
