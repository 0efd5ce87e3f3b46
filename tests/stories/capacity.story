# Who has as many chats as they take is not alerted, until a chat of theirs ends
ada is an admin
dana, omar are technicians
visa, paul are visitors
ada > PATCH /api/users/$dana.id {max_concurrent_chats: 1} < 200
within 5 s: dana > agent:workload {agent_id: $dana.id} < ok {capacity: 1}
visa starts a chat {subject: "One"} -> $a
dana < chat:new_session {session_id: $a}
dana accepts $a
paul starts a chat {subject: "Two"} -> $b
omar < chat:new_session {session_id: $b}
dana < no chat:new_session
dana > chat:accept {session_id: $b} < over_capacity
dana ends $a
dana < chat:new_session {session_id: $b}
dana accepts $b < ok {session: {agent_id: $dana.id}}
# With more room she hears of more at once; who may assign can fill her up over it.
visa starts a chat {subject: "Three"} -> $c
omar < chat:new_session {session_id: $c}
dana < no chat:new_session
ada > POST /api/live-chat/$c/assign {agent_id: $dana.id} < 200 {session: {agent_id: $dana.id}}
ada > PATCH /api/users/$dana.id {max_concurrent_chats: null} < 200
