# An offer survives a restart of the daemon, and the turns do
ada is an admin
nick, nora are technicians of network
visa, paul are visitors
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200
nora > agent:set_status {status: busy}
visa starts a chat {subject: "In the middle", team_id: $network.id} -> $s
nick < chat:offer {session_id: $s} -> $offer = offer_id, $until = expires_at
kill the daemon
nora comes back
nora > agent:set_status {status: online}
nora > chat:accept {session_id: $s} < offered_to_another
nick comes back
nick < chat:offer {session_id: $s, offer_id: $offer, expires_at: $until}
nora < no chat:offer
# The next turn is nora's: nick had his before the daemon died.
paul comes back
paul starts a chat {subject: "Next", team_id: $network.id} -> $p
nora < chat:offer {session_id: $p} -> $other = offer_id
nick > chat:accept {session_id: $s, offer_id: $offer} < ok {session: {agent_id: $nick.id}}
restart the daemon
nora comes back
nora < chat:offer {session_id: $p, offer_id: $other}
nora > chat:accept {session_id: $p, offer_id: $other} < ok {session: {agent_id: $nora.id}}
