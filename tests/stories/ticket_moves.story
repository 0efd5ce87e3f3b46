# A ticket goes to another board: who works there is rung, and who does not any more hears nothing of the chat
ada is an admin
dana, omar are technicians
visa is a visitor
ada > POST /api/boards {name: "Network $door"} < 201 -> $network = id
ada > POST /api/boards {name: "Hardware $door"} < 201 -> $hardware = id
ada > PATCH /api/users/$dana.id {board_ids: [$network]} < 200
ada > PATCH /api/users/$omar.id {board_ids: [$hardware]} < 200
ada > GET /api/contacts?user_id=$visa.id < 200 -> $contact = data.0
ada > POST /api/tickets {title: "Switch", board_id: $network, contact_id: $contact.id} < 201 -> $t
dana, omar goes away
dana, omar comes back
visa starts a chat {ticket_id: $t.id} -> $s
dana < chat:new_session {session_id: $s}
omar < no chat:new_session
ada > PATCH /api/tickets/$t.id {board_id: $hardware} < 200
omar < chat:new_session {session_id: $s}
dana > chat:accept {session_id: $s} < not_found
visa > chat:abandon {session_id: $s} < ok
omar < chat:abandoned {session_id: $s}
dana < no chat:abandoned
ada > PATCH /api/users/$dana.id {board_ids: []} < 200
ada > PATCH /api/users/$omar.id {board_ids: []} < 200
