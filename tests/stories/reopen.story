# Who writes into a chat that is over takes it up again, with its technician if that one is there
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "One more thing"} -> $s
dana accepts $s
dana > chat:end {session_id: $s}
visa < chat:ended {session_id: $s}
visa > chat:send_message {session_id: $s, type: text, content: "And the scanner?", client_id: uuid(scanner)} < ok {replayed: false} -> $m = message
visa > chat:send_message {session_id: $s, type: text, content: "And the scanner?", client_id: uuid(scanner)} < ok {message: {id: $m.id, seq: $m.seq}, replayed: true}
visa, dana < chat:session_assigned {session_id: $s, seq: $m.seq - 1, agent: {id: $dana.id}, session: {status: active, agent_id: $dana.id, ended_at: null}, message: {system: {code: reopened}}}
dana < chat:new_message {seq: $m.seq, message: {content: "And the scanner?"}}
dana says "That too" in $s
visa < chat:new_message {message: {content: "That too"}}
# The technician has left the room meanwhile, and is there: they hear it all the same.
visa ends $s
dana leaves $s
visa says "And the lamp" in $s -> $l
dana < chat:session_assigned {session_id: $s, seq: $l.seq - 1}
dana < chat:new_message {seq: $l.seq, message: {content: "And the lamp"}}
# Not there: everybody else hears of it, and the first takes it.
dana > agent:set_status {status: away}
visa ends $s
visa says "Anybody?" in $s -> $a
visa < chat:channel_updated {session_id: $s, seq: $a.seq - 1, session: {status: pending, agent_id: null, queued: true}}
omar < chat:new_session {session_id: $s, session: {status: pending}}
omar accepts $s < ok {session: {status: active, agent_id: $omar.id}}
# A technician does not open what is over.
omar > chat:end {session_id: $s}
omar says "Bye" in $s < session_closed
dana > agent:set_status {status: online}
