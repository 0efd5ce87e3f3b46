# A chat in which nothing happens any more ends by itself; one that waits for a technician does not
visa, paul are visitors
dana, omar are technicians
ada is an admin
ada > PATCH /api/chat-configs/$config {settings: {auto_close: "1s"}} < 200
paul starts a chat {subject: "Waiting", config_id: "$config"} -> $w
visa starts a chat {subject: "Thanks, bye", config_id: "$config"} -> $s
dana accepts $s
visa, dana < chat:ended {session_id: $s, seq: *, reason: idle, ended_by: null, session: {status: closed, ended_at: *}, message: {system: {code: ended, params: {reason: idle}}}}
omar < chat:ended {session_id: $s, seq: null, reason: idle}
dana says "Anything else?" in $s < session_closed
paul > chat:session {session_id: $w} < ok {session: {status: pending}}
