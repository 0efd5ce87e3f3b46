# Who snoozes a waiting chat does not hear of it until then; the others do
ada is an admin
nick, nora are technicians of network
visa is a visitor
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200
nora > agent:set_status {status: away}
visa starts a chat {subject: "Later", team_id: $network.id} -> $s
nick < chat:offer {session_id: $s} -> $offer = offer_id
nick > chat:snooze {session_id: $s, minutes: 0} < invalid {errors: [{field: minutes}]}
nick > chat:snooze {session_id: 999999999, minutes: 5} < not_found
visa > chat:snooze {session_id: $s, minutes: 5} < forbidden
# It is no offer of his any more; nobody else takes offers, so everybody hears of it, but him.
nick > chat:snooze {session_id: $s, minutes: 5} < ok {ends_at: *}
nick < chat:offer_withdrawn {offer_id: $offer, reason: declined}
nora < chat:new_session {session_id: $s}
nick < no chat:new_session
# Kept over a restart; he can take it all the same.
kill the daemon
nick comes back
nick > agent:set_status {status: do_not_respond}
nick > agent:set_status {status: online}
nick < no chat:new_session
nick accepts $s < ok {session: {agent_id: $nick.id}}
nick > chat:snooze {session_id: $s, minutes: 5} < invalid_state
