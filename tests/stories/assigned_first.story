# A chat from a ticket rings at the ticket's technician alone, and at everybody later
ada is an admin
nick, nora are technicians of network
visa is a visitor
nick, nora > agent:set_status {status: do_not_respond}
visa starts a chat {subject: "My ticket", team_id: $network.id} -> $s
database > UPDATE pending_chat_requests SET assigned_id = $nick.id, entered_at = clock_timestamp() + interval '1 hour' WHERE channel_id = $s
visa leaves $s
nora > agent:set_status {status: online}
nick > agent:set_status {status: online}
nick < chat:new_session {session_id: $s}
nora < no chat:new_session
nora > chat:agent_sessions {status: [pending]} < ok {data: [{session_id: $s}]}
# He does not come.
database > UPDATE pending_chat_requests SET entered_at = clock_timestamp() - interval '1 hour' WHERE channel_id = $s
visa joins $s
visa leaves $s
nora < chat:new_session {session_id: $s}
nick < no chat:new_session
nora accepts $s < ok {session: {agent_id: $nora.id}}
