# Access scopes: who is limited to organizations, or for chats from tickets to boards, neither hears of others nor gets them
ada is an admin
dana, omar are technicians
visa is a visitor
ada > POST /api/organizations {name: "Acme $door"} < 201 -> $acme = id
ada > POST /api/boards {name: "Network $door"} < 201 -> $network = id
ada > POST /api/boards {name: "Hardware $door"} < 201 -> $hardware = id
ada > POST /api/tickets {title: "Switch", board_id: $network} < 201 -> $switch = id
ada > POST /api/tickets {title: "Printer", board_id: $hardware} < 201 -> $printer = id
ada > PATCH /api/users/$dana.id {board_ids: [$network], organization_ids: []} < 200
# A chat that comes from no ticket is on no board.
visa starts a chat {subject: "No ticket"} -> $s
omar, dana < chat:new_session {session_id: $s}
# Now it is of a ticket on the other board.
database > UPDATE live_chat_sessions SET ticket_id = $printer WHERE channel_id = $s
dana > chat:accept {session_id: $s} < not_found
dana > chat:session {session_id: $s} < not_found
dana > chat:snooze {session_id: $s, minutes: 5} < not_found
dana > chat:agent_sessions {status: [pending]} < ok {data: []}
dana > queue:stats {} < ok {total: 0}
ada > POST /api/live-chat/$s/assign {agent_id: $dana.id} < not_eligible
database > UPDATE live_chat_sessions SET ticket_id = $switch WHERE channel_id = $s
dana > chat:agent_sessions {status: [pending]} < ok {data: [{session_id: $s}]}
# Her scope is narrowed to an organization: it counts for the chats that wait, and for the next.
ada > PATCH /api/users/$dana.id {organization_ids: [$acme]} < 200
dana > chat:accept {session_id: $s} < not_found
visa ends $s
# Alerts follow within two seconds, like all rights; on a new connection at once.
dana goes away
dana comes back
visa starts a chat {subject: "Again"} -> $t
omar < chat:new_session {session_id: $t}
dana < no chat:new_session
omar accepts $t
dana < no chat:session_assigned
ada > PATCH /api/users/$dana.id {board_ids: [], organization_ids: []} < 200
