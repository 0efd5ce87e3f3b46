# Whoever has handed a chat over and thinks better of it takes it back, as long as the next one has not taken it
ada is an admin
dana, omar are technicians
nick is a technician of network
visa is a visitor
visa starts a chat {subject: "Mine after all"} -> $s
dana accepts $s
visa < chat:session_assigned
# From a colleague who is asked.
dana > chat:transfer {session_id: $s, agent_id: $omar.id} < ok {session: {queued: true}}
omar < chat:offer {session_id: $s} -> $o = offer_id
nick > chat:accept {session_id: $s} < offered_to_another
dana accepts $s < ok {session: {agent_id: $dana.id, queued: false, status: active}}
visa < chat:session_assigned {session_id: $s, agent: {id: $dana.id}}
omar < chat:offer_withdrawn {session_id: $s, offer_id: $o}
omar > chat:accept {session_id: $s, offer_id: $o} < already_accepted {agent: {id: $dana.id}}
dana says "Still with you" in $s
visa < chat:new_message {message: {content: "Still with you"}}
# From a colleague who is not here, and for whom it would wait as long as it takes.
omar > agent:set_status {status: offline}
dana > chat:transfer {session_id: $s, agent_id: $omar.id, queue: true} < ok {session: {queued: true}}
kill the daemon
visa, dana, nick, omar comes back
dana accepts $s < ok {session: {agent_id: $dana.id, queued: false}}
visa < chat:session_assigned {agent: {id: $dana.id}}
# From a team.
dana > chat:transfer {session_id: $s, team_id: $network.id} < ok
nick < chat:new_session {session_id: $s}
dana accepts $s < ok {session: {agent_id: $dana.id, queued: false}}
nick > chat:accept {session_id: $s} < already_accepted {agent: {id: $dana.id}}
# At the same moment as the colleague: one of the two has it.
omar > agent:set_status {status: online}
dana > chat:transfer {session_id: $s, agent_id: $omar.id} < ok
omar < chat:offer {session_id: $s}
dana > chat:accept {session_id: $s} | omar > chat:accept {session_id: $s}
one of dana, omar < ok {session: {queued: false}} -> $agent = session.agent_id; the other < already_accepted {agent: {id: $agent}}
ada > GET /api/live-chat/$s/transfers < 200 {data: [{state: returned, accepted_by: {id: $dana.id}}, {state: returned}, {state: returned, team_id: $network.id}, {accepted_by: {id: $agent}}]}
ada > GET /api/live-chat/$s < 200 {session: {agent_id: $agent, queued: false}}
