# The last technician leaves: the chat is in the queue again, at the head of its priority
visa, paul are visitors
dana, omar are technicians
paul starts a chat {subject: "Earlier"} -> $p
visa starts a chat {subject: "Handed back"} -> $s
dana accepts $s
dana leaves $s
visa < chat:participant_left {user: {id: $dana.id}}
omar < chat:new_session {session_id: $s}
omar accepts $s < ok {session: {session_id: $s, status: active, agent_id: $omar.id}}
visa < chat:session_assigned {agent: {id: $omar.id}}
