# When a snooze ends, the chat may be offered to who did not want to hear of it
ada is an admin
nick, nora are technicians of network
visa is a visitor
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200
nick, nora > agent:set_status {status: away}
visa starts a chat {subject: "Later", team_id: $network.id} -> $s
nick, nora < chat:new_session {session_id: $s}
nick > chat:snooze {session_id: $s, minutes: 1} < ok
database > UPDATE queue_snoozes SET ends_at = clock_timestamp() + interval '1 second' WHERE channel_id = $s
nora > chat:snooze {session_id: $s, minutes: 5} < ok
nick > agent:set_status {status: online}
nick < chat:offer {session_id: $s}
nick accepts $s
nora > agent:set_status {status: online}
