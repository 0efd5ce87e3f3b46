# Nobody makes, or links, a ticket that they could not open
ada is an admin
dana, omar are technicians
visa is a visitor
ada > POST /api/boards {name: "Hardware $door"} < 201 -> $hardware
ada > POST /api/boards {name: "Payroll $door"} < 201 -> $payroll
ada > PATCH /api/users/$omar.id {board_ids: [$hardware.id]} < 200
ada > POST /api/tickets {title: "Raise", board_id: $payroll.id} < 201 -> $secret
visa starts a chat {subject: "Laptop"} -> $s
omar accepts $s
omar > chat:convert_to_ticket {session_id: $s, board_id: $payroll.id} < forbidden
omar > chat:link_ticket {session_id: $s, ticket_id: $secret.id} < not_found
visa < no ticket:linked
# Who sees one board only makes it there.
omar > chat:convert_to_ticket {session_id: $s} < ok {ticket: {board_id: $hardware.id}}
