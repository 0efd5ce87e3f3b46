# An offer that nobody answers goes to the next; when all have had it, everybody is alerted
ada is an admin
nick is a technician of network
phone is another device of nick
nora is a technician of network
visa is a visitor
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "1s"}} < 200
nora > agent:set_status {status: away}
visa starts a chat {subject: "Nobody answers", team_id: $network.id} -> $s
nick, phone < chat:offer {session_id: $s} -> $first = offer_id
# Its time over, the whole round is over: nora takes no offers. Then it rings at everybody, away or not.
nick, phone < chat:offer_withdrawn {session_id: $s, offer_id: $first, reason: expired}
nick, nora < chat:new_session {session_id: $s}
nick > chat:accept {session_id: $s, offer_id: $first} < offer_expired
nora accepts $s < ok {session: {agent_id: $nora.id}}
nick < chat:session_assigned {session_id: $s, agent: {id: $nora.id}}
