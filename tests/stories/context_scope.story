# Of a client's history a technician who is limited sees only what they may see
ada is an admin
dana, omar are technicians
visa is a visitor
ada > POST /api/boards {name: "Network $door"} < 201 -> $network = id
ada > POST /api/boards {name: "Payroll $door"} < 201 -> $payroll = id
ada > GET /api/contacts?user_id=$visa.id < 200 -> $contact = data.0.id
ada > POST /api/tickets {title: "Raise", board_id: $payroll, contact_id: $contact} < 201 -> $raise = id
visa > chat:start {ticket_id: $raise} < ok -> $secret = session.session_id
omar accepts $secret
visa ends $secret
visa > chat:start {ticket_id: $raise} < ok -> $open = session.session_id
visa starts a chat {subject: "VPN"} -> $s
ada > PATCH /api/users/$dana.id {board_ids: [$network]} < 200
omar > GET /api/live-chat/$s/customer-context < 200 {previous_chats_count: 2, previous_chats: [{session_id: $open}, {session_id: $secret}], active_chats: [{session_id: $open}], previous_tickets_count: 1, previous_tickets: [{id: $raise}]}
dana > GET /api/live-chat/$s/customer-context < 200 {previous_chats_count: 0, previous_chats: [], active_chats: [], previous_tickets_count: 0, previous_tickets: []}
ada > PATCH /api/users/$dana.id {board_ids: []} < 200
