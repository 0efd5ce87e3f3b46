# Two technicians after one offered chat: only who was offered it gets it
ada is an admin
nick, nora are technicians of network
visa is a visitor
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200
nora > agent:set_status {status: away}
visa starts a chat {subject: "Race", team_id: $network.id} -> $s
nick < chat:offer {session_id: $s}
nick > chat:accept {session_id: $s} | nora > chat:accept {session_id: $s}
nick < ok {session: {agent_id: $nick.id}}
nora < any
visa < chat:session_assigned {agent: {id: $nick.id}}
nora > chat:accept {session_id: $s} < already_accepted {agent: {id: $nick.id}}
