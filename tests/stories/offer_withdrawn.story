# Whatever ends an offer, who had it hears why
ada is an admin
omar is a dispatcher
nick is a technician of network
visa is a visitor
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200
# The client leaves.
visa starts a chat {subject: "Never mind", team_id: $network.id} -> $a
nick < chat:offer {session_id: $a} -> $offer = offer_id
visa ends $a
nick < chat:offer_withdrawn {offer_id: $offer, reason: gone}
nick > chat:accept {session_id: $a, offer_id: $offer} < invalid_state
# Somebody who may assign chats takes it.
visa starts a chat {subject: "Mine", team_id: $network.id} -> $b
nick < chat:offer {session_id: $b} -> $offer = offer_id
omar accepts $b < ok {session: {agent_id: $omar.id}}
nick < chat:offer_withdrawn {offer_id: $offer, reason: taken}
visa ends $b
# The technician can take no more, by their status: at once.
visa starts a chat {subject: "Lunch", team_id: $network.id} -> $c
nick < chat:offer {session_id: $c} -> $offer = offer_id
nick > agent:set_status {status: do_not_respond}
nick < chat:offer_withdrawn {offer_id: $offer, reason: unavailable}
# Back online he gets it anew: he had not refused it.
nick > agent:set_status {status: online}
nick < chat:offer {session_id: $c, offer_id: not $offer} -> $offer = offer_id
# His connection ends: the offer is over, for nobody is there.
nick goes away
within 5 s: omar > chat:accept {session_id: $c} < ok {session: {agent_id: $omar.id}}
