# Administrators read who changed what; nobody changes it
doors: plain
ada is an admin
dana is a technician
otto is an admin at elsewhere
ada > POST /api/organizations {name: "Acme"} < 201 -> $o
ada > PATCH /api/organizations/$o.id {name: "Acme Ltd"} < 200
ada > GET /api/audit-log?object_kind=organization&object_id=$o.id < 200 {data: [{action: "organizations:update", actor_id: $ada.id, actor_name: $ada.name, object_id: $o.id}, {action: "organizations:create"}], next_cursor: null}
ada > GET /api/audit-log?action=organizations:create&limit=1 < 200 {data: [{object_id: $o.id}]}
ada > GET /api/audit-log?actor_id=$ada.id&limit=1 < 200 {data: [{action: "organizations:update"}], next_cursor: *} -> $cursor = next_cursor
ada > GET /api/audit-log?actor_id=$ada.id&limit=1&cursor=$cursor < 200 {data: [{action: "organizations:create"}]}
ada > GET /api/audit-log?before=2020-01-01T00:00:00.000Z < 200 {data: []}
ada > GET /api/audit-log?limit=0 < invalid {errors: [{field: limit}]}
dana > GET /api/audit-log < forbidden
otto > GET /api/audit-log?object_id=$o.id&object_kind=organization < 200 {data: []}
ada > DELETE /api/audit-log < method_not_allowed
