# Turns are fair: who was offered a chat longest ago is next
ada is an admin
nick, nora are technicians of network
visa, paul, rosa are visitors
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200
nora > agent:set_status {status: away}
visa starts a chat {subject: "One", team_id: $network.id} -> $a
nick < chat:offer {session_id: $a}
nick accepts $a
nora > agent:set_status {status: online}
paul starts a chat {subject: "Two", team_id: $network.id} -> $b
nora < chat:offer {session_id: $b}
nora accepts $b
nora ends $b
# Nora is free of chats, and it is nick's turn all the same.
rosa starts a chat {subject: "Three", team_id: $network.id} -> $c
nick < chat:offer {session_id: $c}
nora < no chat:offer {session_id: $c}
nick accepts $c < ok {session: {agent_id: $nick.id}}
