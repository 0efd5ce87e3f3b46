# A client who reloads the page while waiting sees their place in the queue
doors: plain, socketio
visa, paul are visitors
dana is a technician
visa starts a chat {subject: "First"} -> $s
paul starts a chat {subject: "Second"} -> $p
paul < chat:queue_position {session_id: $p, position: 2}
paul goes away
paul connects
paul joins $p < ok {session: {status: pending, position: 2}}
paul < chat:queue_position {session_id: $p, position: 2}
paul > chat:session {session_id: $p} < ok {session: {position: 2}}
paul > chat:my_sessions {} < ok {data: [{session_id: $p, position: 2}]}
dana > chat:agent_sessions {status: [pending]} < ok {data: [{session_id: $s, position: 1}, {session_id: $p, position: 2}]}
# On coming back as well.
paul goes away
paul comes back
paul < chat:queue_position {session_id: $p, position: 2}
dana accepts $s
dana > chat:session {session_id: $s} < ok {session: {position: null}}
