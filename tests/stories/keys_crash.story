# The daemon is killed before its answers are believed: asked again, everything has been done once
visa is a visitor
dana is a technician
visa > chat:start {subject: "Crash", message: "only once", client_id: uuid(start)} -> $s = session.session_id
dana > chat:accept {session_id: $s, client_id: uuid(accept)} -> $accepted
kill the daemon
visa, dana comes back
visa > chat:start {subject: "Crash", message: "only once", client_id: uuid(start)} < ok {session: {session_id: $s, status: pending}}
dana > chat:accept {session_id: $s, client_id: uuid(accept)} < ok {seq: $accepted.seq}
dana > chat:end {session_id: $s, client_id: uuid(end)} -> $ended
kill the daemon
visa, dana comes back
dana > chat:end {session_id: $s, client_id: uuid(end)} < ok {seq: $ended.seq}
visa > chat:messages {session_id: $s} < ok {data: [{content: "only once"}, {system: {code: accepted}}, {system: {code: ended}}]}
