# A client starts a chat from their ticket; its log gets the transcript without asking
ada is an admin
dana, omar are technicians
visa, paul, vera are visitors
ada > POST /api/organizations {name: "Alder"} < 201 -> $alder
ada > GET /api/contacts?user_id=$visa.id < 200 -> $priya = data.0
ada > PATCH /api/contacts/$priya.id {organization_id: $alder.id} < 200
ada > GET /api/contacts?user_id=$paul.id < 200 -> $colleague = data.0
ada > PATCH /api/contacts/$colleague.id {organization_id: $alder.id} < 200
dana > POST /api/tickets {title: "VPN", organization_id: $alder.id, contact_id: $priya.id, assignee_id: $dana.id} < 201 -> $t
dana > POST /api/tickets {title: "Router of all", organization_id: $alder.id} < 201 -> $shared
# Somebody else's ticket, or one that is not there, is not found.
paul > chat:start {subject: "Mine?", ticket_id: $t.id} < not_found
vera > chat:start {subject: "Mine?", ticket_id: $t.id} < not_found
visa > chat:start {subject: "Which?", ticket_id: 999999999} < not_found
visa > chat:start {subject: "None", source: ticket} < invalid {errors: [{field: ticket_id}]}
visa > chat:start {ticket_id: $t.id, message: "Any news?"} < ok {session: {source: ticket, ticket_id: $t.id, subject: "#$t.number VPN", organization_id: $alder.id}} -> $s = session.session_id
# The ticket's technician is alerted first.
dana < chat:new_session {session_id: $s, session: {source: ticket, ticket_id: $t.id}}
omar < no chat:new_session
paul > chat:start {ticket_id: $shared.id} < ok {session: {ticket_id: $shared.id, source: ticket}}
# One open chat for each ticket, beside the one without.
visa > chat:start {ticket_id: $t.id} < ok {session: {session_id: $s}}
visa > chat:start {subject: "Something else"} < ok {session: {session_id: not $s, ticket_id: null}} -> $o = session.session_id
dana accepts $s
dana > chat:convert_to_ticket {session_id: $s} < ok {ticket: {id: $t.id}, seq: null}
dana > GET /api/live-chat/$o/customer-context < 200 {previous_tickets_count: 1, previous_tickets: [{id: $t.id, number: $t.number, title: "VPN", status: new}], active_tickets: [{id: $t.id}]}
# Whatever the technician says: a chat that came from a ticket is logged.
dana > chat:end {session_id: $s, save_transcript: false} < ok
within 10 s: dana > GET /api/ticket-updates?ticket_id=$t.id < 200 {data: [{kind: transcript, session_id: $s, author_id: null, content: /Visa: Any news/}]}
dana > PATCH /api/tickets/$t.id {status: resolved} < 200
dana > GET /api/live-chat/$o/customer-context < 200 {previous_tickets_count: 1, active_tickets: []}
# A technician starts one for a client, about a ticket of theirs.
dana > chat:start {customer_id: $visa.id, ticket_id: $t.id} < ok {session: {ticket_id: $t.id, source: ticket}}
dana > chat:start {customer_id: $vera.id, ticket_id: $t.id} < not_found
