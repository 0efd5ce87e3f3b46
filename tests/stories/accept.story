# A technician accepts: both are told, the chat is active
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "VPN"} -> $s
dana, omar < chat:new_session {session_id: $s}
dana accepts $s < ok {session: {session_id: $s, status: active, handled_by: agent, agent_id: $dana.id, agent: {id: $dana.id, name: "Dana"}, assigned_at: *, wait_time: >= 0}}
visa < chat:session_assigned {session_id: $s, channel_id: $s, seq: *, agent: {id: $dana.id, name: "Dana"}, session: {status: active}}
dana < chat:session_assigned {session_id: $s, agent: {id: $dana.id}}
# The same technician again is no error and no second acceptance.
dana accepts $s < ok {session: {status: active, agent_id: $dana.id}}
visa < no chat:session_assigned
# Somebody else is told who has it.
omar accepts $s < already_accepted {agent: {id: $dana.id, name: "Dana"}}
