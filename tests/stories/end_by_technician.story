# The technician ends the chat; the client can start a new one
visa is a visitor
dana is a technician
visa starts a chat {subject: "Solved"} -> $s
dana accepts $s
dana ends $s < ok
visa, dana < chat:ended {session_id: $s, reason: agent, ended_by: {id: $dana.id, name: "Dana"}}
dana says "One more thing" in $s < session_closed
dana accepts $s < session_closed
visa starts a chat {subject: "Next"} < ok {session: {session_id: not $s, status: pending}}
