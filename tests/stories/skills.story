# Skills with levels decide who is alerted; waited long enough, they do not count; accepting never asks for them
ada is an admin
nick, nora are technicians of network
visa is a visitor
ada > PATCH /api/users/$nick.id {skills: [{name: vpn, level: 3}]} < 200
ada > PATCH /api/users/$nora.id {skills: [{name: vpn, level: 1}]} < 200
ada > PATCH /api/teams/$network.id {settings: {relax_skills_after: "2s"}} < 200
within 3 s: ada > GET /api/users/$nick.id < 200 {skills: [{name: vpn, level: 3}]}
visa starts a chat {subject: "Tunnel", team_id: $network.id, required_skills: ["vpn:2"]} -> $s
nick < chat:new_session {session_id: $s}
nora < no chat:new_session
nora > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $s}]}
nora < chat:new_session {session_id: $s}
nick < no chat:new_session
nora accepts $s < ok {session: {agent_id: $nora.id}}
