# A crash while clients wait: who is back is asked, who stays away has left
doors: plain, socketio
visa, paul are visitors
dana is a technician
ada is an admin
ada > PATCH /api/chat-configs/$config {settings: {no_answer_after: "2s", abandon_after: "8s"}} < 200
visa starts a chat {subject: "Here", config_id: "$config"} -> $s
paul starts a chat {subject: "Gone", config_id: "$config"} -> $t
visa < chat:no_answer {session_id: $s}
paul goes away
kill the daemon
visa, dana comes back
visa < chat:no_answer {session_id: $s}
within 30 s: dana < chat:abandoned {session_id: $t, session: {status: abandoned}, reason: system}
visa > chat:session {session_id: $s} < ok {session: {status: pending}}
