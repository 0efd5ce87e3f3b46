# Access scopes: who is limited to organizations, or for chats from tickets to boards and tickets, neither hears of others nor gets them
ada is an admin
dana, omar are technicians
visa is a visitor
ada > POST /api/organizations {name: "Acme $door"} < 201 -> $acme = id
ada > POST /api/boards {name: "Network $door"} < 201 -> $network = id
ada > POST /api/boards {name: "Hardware $door"} < 201 -> $hardware = id
ada > PATCH /api/users/$dana.id {board_ids: [$network], organization_ids: []} < 200
# A chat that comes from no ticket is on no board.
visa starts a chat {subject: "No ticket"} -> $s
omar, dana < chat:new_session {session_id: $s}
# Now it is of a ticket on the other board.
ada > POST /api/tickets {title: "Switch", board_id: $hardware} < 201 -> $ticket = id
database > UPDATE live_chat_sessions SET ticket_id = $ticket WHERE channel_id = $s
dana > chat:accept {session_id: $s} < not_found
dana > chat:session {session_id: $s} < not_found
dana > chat:agent_sessions {status: [pending]} < ok {data: []}
dana > queue:stats {} < ok {total: 0}
ada > POST /api/live-chat/$s/assign {agent_id: $dana.id} < not_eligible
# It goes where the ticket goes.
ada > PATCH /api/tickets/$ticket {board_id: $network} < 200
dana > chat:agent_sessions {status: [pending]} < ok {data: [{session_id: $s}]}
# Her scope is narrowed to an organization: it counts for the chats that wait, and for the next.
ada > PATCH /api/users/$dana.id {organization_ids: [$acme]} < 200
dana > chat:accept {session_id: $s} < not_found
visa ends $s
visa starts a chat {subject: "Again"} -> $t
omar < chat:new_session {session_id: $t}
dana < no chat:new_session
omar accepts $t
dana < no chat:session_assigned
ada > PATCH /api/users/$dana.id {board_ids: [], organization_ids: []} < 200
