# Who may assign gives a chat to whomever they want, away, not to be disturbed, gone or full; but to nobody who may not see it
dora is a dispatcher
ada is an admin
dana, omar, quiet, nils are technicians
gone is a technician, not connected
otto is a technician at elsewhere
visa, paul, vera, rosa are visitors
ada > PATCH /api/users/$omar.id {max_concurrent_chats: 0} < 200
database > UPDATE users SET agent_status = 'offline' WHERE id = $gone.id
dana > agent:set_status {status: away}
quiet > agent:set_status {status: do_not_respond}
visa starts a chat {subject: "To one who is away"} -> $a
paul starts a chat {subject: "To one who wants quiet"} -> $b
vera starts a chat {subject: "To one who is gone"} -> $c
rosa starts a chat {subject: "To one who is full"} -> $d
dora > chat:assign {session_id: $a, agent_id: $dana.id} < ok {session: {status: active, agent_id: $dana.id, queued: false}, seq: *}
visa, dana < chat:session_assigned {session_id: $a, agent: {id: $dana.id}}
dora > chat:assign {session_id: $b, agent_id: $quiet.id} < ok {session: {agent_id: $quiet.id}}
paul, quiet < chat:session_assigned {session_id: $b, agent: {id: $quiet.id}}
dora > chat:assign {session_id: $c, agent_id: $gone.id} < ok {session: {agent_id: $gone.id}}
vera < chat:session_assigned {session_id: $c, agent: {id: $gone.id}}
gone > GET /api/live-chat/agent/sessions?status=active < 200 {data: [{session_id: $c}]}
dora > chat:assign {session_id: $d, agent_id: $omar.id} < ok {session: {agent_id: $omar.id}}
rosa, omar < chat:session_assigned {session_id: $d, agent: {id: $omar.id}}
omar > GET /api/live-chat/agent/$omar.id/workload < 200 {active_chats: 1, capacity: 0, available_slots: 0}
# Their status is theirs: being given a chat does not change it.
dana > agent:status {} < ok {status: away}
# Given to who has it already: nothing happens. An active one goes to the next at once, full or not.
dora > chat:assign {session_id: $a, agent_id: $dana.id} < ok {session: {agent_id: $dana.id}, seq: null}
dora > chat:assign {session_id: $a, agent_id: $omar.id} < ok {session: {agent_id: $omar.id}}
visa, dana, omar < chat:session_assigned {session_id: $a, agent: {id: $omar.id}}
# Never over scope, rights or tenant, nor to an account that is switched off; then nothing has changed.
ada > GET /api/users/$nils.id < 200 -> $before
ada > POST /api/organizations {name: "Far $door"} < 201 -> $far = id
ada > PATCH /api/users/$nils.id {organization_ids: [$far]} < 200
dora > chat:assign {session_id: $a, agent_id: $nils.id} < not_eligible
dora > chat:assign {session_id: $a, agent_id: $otto.id} < not_found
ada > POST /api/roles {name: "Reader $door", permissions: ["tickets.write"]} < 201 -> $reader
ada > PATCH /api/users/$nils.id {organization_ids: [], role_ids: [$reader.id]} < 200
dora > chat:assign {session_id: $a, agent_id: $nils.id} < not_eligible
ada > PATCH /api/users/$nils.id {status: disabled} < 200
dora > chat:assign {session_id: $a, agent_id: $nils.id} < not_found
dora > chat:session {session_id: $a} < ok {session: {agent_id: $omar.id}}
# Nor is a chat given that is over.
visa ends $a
dora > chat:assign {session_id: $a, agent_id: $dana.id} < session_closed
ada > PATCH /api/users/$nils.id {status: active, role_ids: $before.role_ids} < 200
ada > PATCH /api/users/$omar.id {max_concurrent_chats: null} < 200
dana, quiet > agent:set_status {status: online}
