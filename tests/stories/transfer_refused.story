# Nobody gets a chat who can't have it; whoever is only away can have it wait for them
ada is an admin
dana, omar, nils, quiet, far, full, mute are technicians
away is a technician, not connected
otto is a technician at elsewhere
visa, paul are visitors
database > UPDATE users SET agent_status = 'offline' WHERE id = $away.id
ada > POST /api/teams {name: "Night $door", member_ids: [$away.id]} < 201 -> $night
ada > POST /api/organizations {name: "Far $door"} < 201 -> $o
ada > PATCH /api/users/$far.id {organization_ids: [$o.id]} < 200
ada > PATCH /api/users/$full.id {max_concurrent_chats: 0} < 200
ada > POST /api/roles {name: "Mute $door", permissions: ["chat.accept"]} < 201 -> $role
ada > PATCH /api/users/$mute.id {role_ids: [$role.id]} < 200
quiet > agent:set_status {status: do_not_respond} < ok
visa starts a chat {subject: "Refused"} -> $s
dana accepts $s
omar joins $s
visa < chat:session_assigned
dana > chat:transfer {session_id: $s, agent_id: $dana.id} < invalid {errors: [{field: agent_id}]}
dana > chat:transfer {session_id: $s, agent_id: $visa.id} < invalid {errors: [{field: agent_id}]}
dana > chat:transfer {session_id: $s} < invalid {errors: [{field: agent_id}]}
dana > chat:transfer {session_id: $s, agent_id: $nils.id, team_id: $night.id} < invalid {errors: [{field: agent_id}]}
dana > chat:transfer {session_id: $s, agent_id: $nils.id, note: ""} < invalid {errors: [{field: note}]}
dana > chat:transfer {session_id: $s, agent_id: $nils.id, immediate: true, queue: true} < invalid {errors: [{field: queue}]}
dana > chat:transfer {session_id: $s, agent_id: $away.id} < not_eligible {reason: offline}
dana > chat:transfer {session_id: $s, agent_id: $quiet.id} < not_eligible {reason: do_not_respond}
dana > chat:transfer {session_id: $s, agent_id: $far.id} < not_eligible {reason: scope}
dana > chat:transfer {session_id: $s, agent_id: $far.id, queue: true} < not_eligible {reason: scope}
dana > chat:transfer {session_id: $s, agent_id: $full.id} < over_capacity
dana > chat:transfer {session_id: $s, agent_id: $full.id, immediate: true} < over_capacity
dana > chat:transfer {session_id: $s, team_id: $night.id} < not_eligible {reason: nobody}
dana > chat:transfer {session_id: $s, agent_id: $otto.id} < not_found
dana > chat:transfer {session_id: $s, agent_id: 999999999} < not_found
dana > chat:transfer {session_id: $s, team_id: 999999999} < not_found
dana > chat:transfer {session_id: 999999999, agent_id: $nils.id} < not_found
dana > chat:transfers {session_id: 999999999} < not_found
# Only who has the chat, and may.
omar > chat:transfer {session_id: $s, agent_id: $nils.id} < forbidden
nils > chat:transfer {session_id: $s, agent_id: $nils.id} < not_participant
within 5 s: mute > chat:transfer {session_id: $s, agent_id: $nils.id} < forbidden
visa > chat:transfer {session_id: $s, agent_id: $nils.id} < forbidden
otto > chat:transfer {session_id: $s, agent_id: $otto.id} < not_found
dana > chat:transfers {session_id: $s} < ok {data: []}
visa < no chat:transferred
# Another transfer takes the place of one that nobody has answered.
dana > chat:transfer {session_id: $s, agent_id: $nils.id} < ok
nils < chat:offer {session_id: $s} -> $offer = offer_id
dana > chat:transfer {session_id: $s, agent_id: $away.id, queue: true} < ok {transfer: {state: pending, to: {id: $away.id}}}
nils < chat:offer_withdrawn {session_id: $s, offer_id: $offer, reason: gone}
nils > chat:accept {session_id: $s, offer_id: $offer} < offer_expired
# Whoever was away is offered it when they come.
away connects
away < chat:offer {session_id: $s} -> $late = offer_id
away > chat:accept {session_id: $s, offer_id: $late} < ok {session: {agent_id: $away.id}}
visa < chat:session_assigned {agent: {id: $away.id}}
dana > chat:transfers {session_id: $s} < ok {data: [{state: replaced, to: {id: $nils.id}}, {state: completed, to: {id: $away.id}}]}
# The end of the chat is the end of its transfer.
away > chat:transfer {session_id: $s, agent_id: $nils.id} < ok
nils < chat:offer {session_id: $s} -> $last = offer_id
visa ends $s
nils < chat:offer_withdrawn {session_id: $s, offer_id: $last, reason: gone}
nils > chat:accept {session_id: $s, offer_id: $last} < session_closed
away > chat:transfer {session_id: $s, agent_id: $nils.id} < session_closed
dana > chat:transfers {session_id: $s} < ok {data: [{state: replaced}, {state: completed}, {state: cancelled}]}
# What still waits has nobody to hand it over.
paul starts a chat {subject: "Waiting"} -> $w
dana > chat:transfer {session_id: $w, agent_id: $nils.id} < not_participant
ada > PATCH /api/users/$full.id {max_concurrent_chats: null} < 200
