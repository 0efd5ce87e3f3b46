# Two technicians accept at once; one wins
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "VPN is down", priority: high} -> $s
dana, omar < chat:new_session {session_id: $s}
dana > chat:accept {session_id: $s} | omar > chat:accept {session_id: $s}
one of dana, omar < ok {session: {status: active}} -> $agent = session.agent_id; the other < already_accepted {agent: {id: $agent}}
check $winner is {id: $agent}
visa < chat:session_assigned {session_id: $s, agent: {id: $agent}}
visa < no chat:session_assigned
