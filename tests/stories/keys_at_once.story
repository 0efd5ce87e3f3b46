# The same request twice in one moment: one effect, two equal answers
visa is a visitor
tab is another tab of visa
dana is a technician
phone is another device of dana
visa > chat:start {subject: "Both", message: "only once", client_id: uuid(start)} -> $a | tab > chat:start {subject: "Both", message: "only once", client_id: uuid(start)} -> $b
check $a.session is $b.session
dana > chat:accept {session_id: $a.session.session_id, client_id: uuid(accept)} -> $c | phone > chat:accept {session_id: $a.session.session_id, client_id: uuid(accept)} -> $d
check $c.seq is $d.seq
dana > chat:end {session_id: $a.session.session_id, client_id: uuid(end)} -> $e | phone > chat:end {session_id: $a.session.session_id, client_id: uuid(end)} -> $f
check $e.seq is $f.seq
visa > chat:messages {session_id: $a.session.session_id} < ok {data: [{content: "only once"}, {system: {code: accepted}}, {system: {code: ended}}]}
