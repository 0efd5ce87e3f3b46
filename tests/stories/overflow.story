# A team that does not answer is helped by its overflow team
ada is an admin
nick is a technician of network
hank is a technician of hardware
visa is a visitor
ada > PATCH /api/teams/$network.id {overflow_team_id: $hardware.id, settings: {overflow_after: "1s"}} < 200
visa starts a chat {subject: "Still there?", team_id: $network.id} -> $s
nick < chat:new_session {session_id: $s}
hank < chat:new_session {session_id: $s}
nick < no chat:new_session
hank accepts $s < ok {session: {agent_id: $hank.id}}
