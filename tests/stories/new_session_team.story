# A chat for a team rings in that team alone
nick, nora are technicians of network
hank is a technician of hardware
visa is a visitor
visa starts a chat {subject: "Switch", team_id: $network.id} < ok {session: {team_id: $network.id}} -> $s = session.session_id
nick, nora < chat:new_session {session_id: $s}
hank < no chat:new_session
