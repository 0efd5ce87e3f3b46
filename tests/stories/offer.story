# Round robin: one technician at a time is offered the chat; who declines is skipped, who accepts has it
ada is an admin
nick, nora are technicians of network
hank is a technician of hardware
visa is a visitor
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s"}} < 200 {assignment: round_robin, settings: {offer_timeout: "1m"}}
nora > agent:set_status {status: away}
visa starts a chat {subject: "Switch", team_id: $network.id} -> $s
nick < chat:offer {session_id: $s, offer_id: *, expires_at: *, session: {subject: "Switch", status: pending, backstage_id: *}} -> $first = offer_id
# Away means broadcasts, not offers; another team hears nothing at all; everybody sees it in the list.
nora, hank < no chat:offer
nora, hank < no chat:new_session
nora > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $s}]}
# Who is not meant cannot answer the offer, nor take the chat meanwhile.
nora > chat:accept {session_id: $s} < offered_to_another
nora > chat:accept {session_id: $s, offer_id: $first} < not_found
nora > chat:decline {session_id: $s, offer_id: $first} < not_found
nick > chat:decline {session_id: $s, offer_id: "none-such"} < not_found
nick > chat:decline {session_id: $s} < invalid {errors: [{field: offer_id}]}
visa > chat:decline {session_id: $s, offer_id: $first} < forbidden
nora > agent:set_status {status: online}
nick > chat:decline {session_id: $s, offer_id: $first} < ok
nick < chat:offer_withdrawn {session_id: $s, offer_id: $first, reason: declined}
nora < chat:offer {session_id: $s} -> $second = offer_id
nick > chat:accept {session_id: $s, offer_id: $first} < offer_expired
nick > chat:decline {session_id: $s, offer_id: $first} < offer_expired
nora > chat:accept {session_id: $s, offer_id: $second} < ok {session: {status: active, agent_id: $nora.id}}
visa < chat:session_assigned {agent: {id: $nora.id}}
nora > chat:decline {session_id: $s, offer_id: $second} < offer_expired
nick > chat:accept {session_id: $s, offer_id: $first} < already_accepted {agent: {id: $nora.id}}
nora < no chat:offer_withdrawn
