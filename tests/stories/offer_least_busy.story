# Least busy: whoever has the fewest chats is offered the next
ada is an admin
nick, nora are technicians of network
visa, paul, rosa are visitors
ada > PATCH /api/teams/$network.id {assignment: least_busy, settings: {offer_timeout: "60s"}} < 200
nora > agent:set_status {status: away}
visa starts a chat {subject: "One", team_id: $network.id} -> $a
nick < chat:offer {session_id: $a}
nick accepts $a
paul starts a chat {subject: "Two", team_id: $network.id} -> $b
nick < chat:offer {session_id: $b}
nick accepts $b
nora > agent:set_status {status: online}
nick ends $a
rosa starts a chat {subject: "Three", team_id: $network.id} -> $c
nora < chat:offer {session_id: $c}
nick < no chat:offer {session_id: $c}
nora accepts $c < ok {session: {agent_id: $nora.id}}
