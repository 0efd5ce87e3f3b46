# Asked again under the same key, from anywhere, a thing is done once and answered the same
visa is a visitor
tab is another tab of visa
dana, omar, mia are technicians
phone is another device of dana
visa > chat:start {subject: "Keys", message: "only once", client_id: uuid(start)} -> $s = session.session_id, $started
dana < chat:new_session {session_id: $s}
tab > chat:start {subject: "Keys", message: "only once", client_id: uuid(start)} < ok -> $again
check $again.session is $started.session
check $again.seq is $started.seq
dana < no chat:new_session
dana > chat:accept {session_id: $s, client_id: uuid(accept)} -> $accepted
phone > chat:accept {session_id: $s, client_id: uuid(accept)} < ok {seq: $accepted.seq}
visa < chat:session_assigned {session_id: $s, seq: $accepted.seq}
visa < no chat:session_assigned
# A repetition is answered what was so then, also when it is not so any more.
dana > chat:leave {session_id: $s, client_id: uuid(leave)} -> $left
omar accepts $s
dana > chat:leave {session_id: $s, client_id: uuid(leave)} < ok {seq: $left.seq}
dana > chat:accept {session_id: $s, client_id: uuid(accept)} < ok {seq: $accepted.seq, session: {agent_id: $dana.id}}
dana > chat:session {session_id: $s} < ok {session: {agent_id: $omar.id}}
# Joining is answered with the chat as it is now, and happens once.
mia > chat:join {session_id: $s, client_id: uuid(join)} < ok -> $joined
mia > chat:join {session_id: $s, client_id: uuid(join)} < ok {head_seq: $joined.head_seq}
# A status set again under an old key does not come back.
omar > agent:set_status {status: away, client_id: uuid(status)} < ok {status: away}
omar > agent:set_status {status: busy} < ok
omar > agent:set_status {status: away, client_id: uuid(status)} < ok {status: away}
omar > agent:status < ok {status: busy}
omar > chat:end {session_id: $s, client_id: uuid(end)} -> $ended
omar > chat:end {session_id: $s, client_id: uuid(end)} < ok {seq: $ended.seq, session: {status: closed}}
visa < chat:ended {session_id: $s}
visa < no chat:ended
visa > chat:messages {session_id: $s} < ok {data: [{content: "only once"}, {system: {code: accepted}}, {system: {code: left}}, {system: {code: accepted}}, {system: {code: joined}}, {system: {code: ended}}]}
# Ended, and asked again under the key of its beginning: that chat, no other.
visa > chat:start {subject: "Keys", message: "only once", client_id: uuid(start)} < ok {session: {session_id: $s}}
visa > GET /api/live-chat/mine < 200 {data: []}
