# Clients in the queue learn their place
visa, paul are visitors
visa starts a chat {subject: "First"} -> $s
paul starts a chat {subject: "Second"} -> $p
visa < chat:queue_position {session_id: $s, position: 1}
paul < chat:queue_position {session_id: $p, position: 2}
dana is a technician
dana accepts $s
paul < chat:queue_position {session_id: $p, position: 1}
