# Handed over and not taken, a chat comes back to who had it
ada is an admin
dana is a technician
nick, nora are technicians of network
visa, paul are visitors
visa starts a chat {subject: "Nobody wants it"} -> $s
dana accepts $s
visa < chat:session_assigned
# Declined.
dana > chat:transfer {session_id: $s, agent_id: $nick.id} < ok
nick < chat:offer {session_id: $s} -> $o = offer_id
visa < chat:transferred {transfer: {state: pending}}
nick > chat:decline {session_id: $s, offer_id: $o} < ok
visa < chat:transferred {session_id: $s, transfer: {state: returned, reason: declined, to: {id: $nick.id}}, session: {agent_id: $dana.id, queued: false}, message: {content: "Nick has not taken the chat; it stays with Dana.", system: {code: transfer_returned}}}
dana < chat:transferred {transfer: {state: returned}, seq: *}
nick > chat:accept {session_id: $s, offer_id: $o} < already_accepted {agent: {id: $dana.id}}
# Not answered in time.
ada > PATCH /api/teams/$network.id {settings: {offer_timeout: "1s", transfer_timeout: "1s"}} < 200
paul starts a chat {subject: "Slow", team_id: $network.id} -> $p
dana accepts $p
paul < chat:session_assigned
dana > chat:transfer {session_id: $p, agent_id: $nora.id} < ok
nora < chat:offer {session_id: $p} -> $n = offer_id
within 10 s: paul < chat:transferred {transfer: {state: returned, reason: expired, to: {id: $nora.id}}, session: {agent_id: $dana.id}}
nora < chat:offer_withdrawn {session_id: $p, offer_id: $n, reason: expired}
# Nobody of a team in time.
dana > chat:transfer {session_id: $s, team_id: $network.id} < ok {transfer: {team_id: $network.id, team_name: "network", to: null, state: pending}}
nick, nora < chat:new_session {session_id: $s, session: {queued: true, status: active}}
visa < chat:transferred {transfer: {state: pending, team_id: $network.id}}
within 10 s: visa < chat:transferred {transfer: {state: returned, reason: expired, team_id: $network.id}, session: {agent_id: $dana.id, queued: false}}
# The sender has left meanwhile: it waits for anybody.
dana > chat:transfer {session_id: $s, agent_id: $nick.id} < ok
nick < chat:offer {session_id: $s} -> $again = offer_id
visa < chat:transferred {transfer: {state: pending, to: {id: $nick.id}}}
dana leaves $s < ok {session: {agent_id: null, queued: true}}
nick > chat:decline {session_id: $s, offer_id: $again} < ok
visa < chat:transferred {transfer: {state: returned}, session: {agent_id: null, queued: true}}
nora < chat:new_session {session_id: $s, session: {status: active, agent_id: null}}
nora accepts $s < ok {session: {agent_id: $nora.id, queued: false}}
visa < chat:session_assigned {agent: {id: $nora.id}}
ada > GET /api/live-chat/$s/transfers < 200 {data: [{state: returned, reason: declined}, {state: returned, reason: expired, team_id: $network.id}, {state: returned}]}
ada > PATCH /api/teams/$network.id {settings: {}} < 200
