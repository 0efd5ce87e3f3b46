# Tickets: numbered in each tenant, seen within access scopes, with tasks and updates
doors: rest
ada is an admin
dana, omar are technicians
visa is a visitor
otto is an admin at elsewhere
ada > POST /api/boards {name: "Hardware"} < 201 -> $board
ada > POST /api/boards {name: "Payroll"} < 201 -> $payroll
ada > POST /api/organizations {name: "Alder & Finch"} < 201 -> $org
ada > GET /api/contacts?user_id=$visa.id < 200 -> $priya = data.0
ada > PATCH /api/contacts/$priya.id {organization_id: $org.id} < 200
# A client user has one contact.
ada > POST /api/contacts {name: "Double", user_id: $visa.id} < conflict {errors: [{field: user_id}]}
dana > POST /api/tickets {title: "Printer is dead", board_id: $board.id, organization_id: $org.id, contact_id: $priya.id, assignee_id: $dana.id, classifications: ["hardware", "printer"]}
  < 201 {number: 1, status: new, priority: medium, description: "", session_id: null} -> $t
dana > POST /api/tickets {title: "Raise", board_id: $payroll.id} < 201 {number: 2} -> $secret
otto > POST /api/tickets {title: "Theirs"} < 201 {number: > 0}
# Only who may, only what can be so.
visa > GET /api/tickets < forbidden
visa > POST /api/tickets {title: "Mine"} < forbidden
nobody > GET /api/tickets < unauthenticated
otto > GET /api/tickets/$t.id < not_found
otto > PATCH /api/tickets/$t.id {title: "Stolen"} < not_found
dana > POST /api/tickets {title: "x", board_id: 999999999} < invalid {errors: [{field: board_id}]}
dana > POST /api/tickets {title: "x", assignee_id: $visa.id} < invalid {errors: [{field: assignee_id}]}
dana > POST /api/tickets {title: ""} < invalid {errors: [{field: title}]}
ada > POST /api/organizations {name: "Harbour"} < 201 -> $harbour
dana > PATCH /api/tickets/$t.id {organization_id: $harbour.id} < invalid {errors: [{field: contact_id}]}
dana > GET /api/tickets/$t.id < 200 {organization_id: $org.id}
# A technician who is limited to a board neither sees nor opens what is on another one.
ada > PATCH /api/users/$omar.id {board_ids: [$board.id]} < 200
omar > GET /api/tickets < 200 {data: [{id: $t.id}]}
omar > GET /api/tickets/$secret.id < not_found
omar > PATCH /api/tickets/$secret.id {title: "Seen"} < not_found
omar > DELETE /api/tickets/$secret.id < not_found
omar > POST /api/tickets {title: "No board"} < forbidden
omar > PATCH /api/tickets/$t.id {board_id: $payroll.id} < forbidden
omar > POST /api/ticket-tasks {ticket_id: $secret.id, title: "Look"} < forbidden
omar > POST /api/ticket-updates {ticket_id: $secret.id, content: "Look"} < forbidden
dana > POST /api/ticket-updates {ticket_id: $secret.id, content: "Not for Omar"} < 201 {is_internal: true, kind: note, author_id: $dana.id, files: [], attachment_ids: []} -> $u
omar > GET /api/ticket-updates/$u.id < not_found
omar > GET /api/ticket-updates?ticket_id=$secret.id < 200 {data: []}
dana > GET /api/ticket-updates?ticket_id=$secret.id < 200 {data: [{id: $u.id, content: "Not for Omar"}]}
# One who is limited to a ticket sees that one.
ada > PATCH /api/users/$omar.id {board_ids: [], ticket_ids: [$secret.id]} < 200 {ticket_ids: [$secret.id]}
omar > GET /api/tickets < 200 {data: [{id: $secret.id}]}
ada > PATCH /api/users/$omar.id {ticket_ids: [999999999]} < invalid {errors: [{field: ticket_ids}]}
# Tasks; and a template, whose parts are applied once.
omar > POST /api/ticket-tasks {ticket_id: $secret.id, title: "Ask Mia"} < 201 {status: open} -> $task
omar > PATCH /api/ticket-tasks/$task.id {status: done, assignee_id: $omar.id} < 200 {status: done}
ada > POST /api/ticket-templates {name: "New starter", description: "Which desk?", priority: high, classifications: ["people"], tasks: ["Order a laptop", "Ask Mia"]} < 201 -> $template
ada > POST /api/ticket-templates {name: "Bad", tasks: [""]} < invalid {errors: [{field: tasks}]}
dana > POST /api/ticket-templates {name: "Mine"} < forbidden
dana > POST /api/tickets/$secret.id/apply-template {template_id: $template.id} < 200 {priority: high, description: "Which desk?", classifications: ["people"]}
dana > POST /api/tickets/$secret.id/apply-template {template_id: $template.id} < 200 {priority: high, description: "Which desk?", classifications: ["people"]}
dana > GET /api/ticket-tasks?ticket_id=$secret.id&sort=oldest < 200 {data: [{title: "Ask Mia", status: done}, {title: "Order a laptop", status: open}]}
dana > POST /api/tickets/$secret.id/apply-template {template_id: 999999999} < not_found
omar > POST /api/tickets/$t.id/apply-template {template_id: $template.id} < not_found
visa > POST /api/tickets/$t.id/apply-template {template_id: $template.id} < forbidden
# What is in use stays.
ada > DELETE /api/boards/$board.id < conflict {used_by: {tickets: 1}}
ada > DELETE /api/organizations/$org.id < conflict {used_by: {tickets: 1}}
# A host platform keeps them in step.
ada > PUT /api/sync/tickets {data: [{external_id: "psa-1", title: "From the host"}, {external_id: "psa-2", title: ""}]} < 200 {data: [{status: created}, {status: error, error: {field: title}}]}
ada > PUT /api/sync/tickets {data: [{external_id: "psa-1", title: "From the host", status: resolved}]} < 200 {data: [{status: updated}]}
dana > GET /api/tickets?external_id=psa-1 < 200 {data: [{title: "From the host", status: resolved, number: 3}]}
# A list looks into titles and external ids, not into texts of any length.
dana > GET /api/tickets?q=PSA-1 < 200 {data: [{external_id: "psa-1"}]}
dana > GET /api/tickets?q=which%20desk < 200 {data: []}
dana > GET /api/ticket-updates?q=not%20for%20omar < 200 {data: []}
