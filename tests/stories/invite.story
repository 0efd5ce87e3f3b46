# Two know more than one: a colleague is brought in
visa is a visitor
dana, omar, nils are technicians
away is a technician, not connected
gone is a technician, not connected
busy, quiet, far are technicians
phone is another device of omar
otto is a technician at elsewhere
ada is an admin
visa starts a chat {subject: "Both", message: "Help"} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
dana > chat:add_note {session_id: $s, content: "He knows routers"} < ok
dana > chat:invite {session_id: $s, user_id: $omar.id} < ok {session: {session_id: $s, agent_id: $dana.id}, seq: *} -> $i
visa, dana, omar, phone < chat:participant_joined {session_id: $s, seq: $i.seq, user: {id: $omar.id}, by: {id: $dana.id}, participant: {id: $omar.id, role: agent}, message: {system: {code: joined}}}
visa says "Two of you!" in $s
omar, phone < chat:new_message {session_id: $s, message: {content: "Two of you!"}}
dana > chat:add_note {session_id: $s, content: "Now with you"} < ok
omar, phone < chat:new_message {channel_id: $b, message: {content: "Now with you"}}
omar says "I know routers" in $s
visa < chat:new_message {message: {content: "I know routers"}}
phone joins $s < ok {participants: [{id: $visa.id}, {id: $dana.id}, {id: $omar.id}], backstage: {messages: [{content: "He knows routers"}, {content: "Now with you"}]}}
# Whoever is in it already stays so.
dana > chat:invite {session_id: $s, user_id: $omar.id} < ok {seq: null}
dana > chat:invite {session_id: $s, user_id: $dana.id} < ok {seq: null}
visa, nils < no chat:participant_joined
# Asked again under its key it happens once, also after they have left.
omar > chat:invite {session_id: $s, user_id: $nils.id, client_id: uuid(nils)} < ok -> $n
nils < chat:participant_joined {user: {id: $nils.id}, by: {id: $omar.id}, seq: $n.seq}
nils leaves $s
omar > chat:invite {session_id: $s, user_id: $nils.id, client_id: uuid(nils)} < ok {seq: $n.seq}
dana joins $s < ok {participants: [{id: $visa.id}, {id: $dana.id}, {id: $omar.id}]}
omar > chat:invite {session_id: $s, user_id: $nils.id} < ok {seq: > $n.seq}
# Who can't have it, or is not here, is not brought in; each by name.
busy > agent:set_status {status: busy} < ok
quiet > agent:set_status {status: do_not_respond} < ok
ada > PATCH /api/users/$gone.id {status: disabled} < 200
ada > GET /api/users/$far.id < 200 -> $roles = role_ids
ada > POST /api/organizations {name: "Far $door"} < 201 -> $o
ada > PATCH /api/users/$far.id {organization_ids: [$o.id]} < 200
dana > chat:invite {session_id: $s, user_id: $away.id} < not_eligible {reason: offline}
dana > chat:invite {session_id: $s, user_id: $gone.id} < not_eligible {reason: disabled}
dana > chat:invite {session_id: $s, user_id: $quiet.id} < not_eligible {reason: do_not_respond}
dana > chat:invite {session_id: $s, user_id: $far.id} < not_eligible {reason: scope}
ada > PATCH /api/users/$far.id {role_ids: []} < 200
dana > chat:invite {session_id: $s, user_id: $far.id} < not_eligible {reason: permission}
dana > chat:invite {session_id: $s, user_id: $otto.id} < not_found
dana > chat:invite {session_id: $s, user_id: 999999999} < not_found
dana > chat:invite {session_id: $s, user_id: $visa.id} < invalid {errors: [{field: user_id}]}
dana > chat:invite {session_id: $s} < invalid {errors: [{field: user_id}]}
dana > chat:invite {session_id: 999999999, user_id: $busy.id} < not_found
visa > chat:invite {session_id: $s, user_id: $busy.id} < forbidden
busy > chat:invite {session_id: $s, user_id: $busy.id} < not_participant
otto > chat:invite {session_id: $s, user_id: $otto.id} < not_found
dana > chat:invite {session_id: $s, user_id: $busy.id} < ok
busy < chat:participant_joined {user: {id: $busy.id}}
ada > PATCH /api/users/$far.id {role_ids: $roles, organization_ids: []} < 200
ada > PATCH /api/users/$gone.id {status: active} < 200
visa ends $s
dana > chat:invite {session_id: $s, user_id: $nils.id} < session_closed
