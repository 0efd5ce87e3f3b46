# A chat from a ticket rings at the ticket's technician alone, and at everybody when that one does not come
ada is an admin
dana, omar, nils are technicians
visa is a visitor
ada > POST /api/organizations {name: "Alder $door"} < 201 -> $alder = id
ada > GET /api/contacts?user_id=$visa.id < 200 -> $priya = data.0.id
ada > PATCH /api/contacts/$priya {organization_id: $alder} < 200
ada > POST /api/tickets {title: "VPN", organization_id: $alder, contact_id: $priya, assignee_id: $dana.id} < 201 -> $ticket = id
visa > chat:start {ticket_id: $ticket} < ok -> $s = session.session_id
dana < chat:new_session {session_id: $s}
omar < no chat:new_session
# Every eligible technician sees it in the list, and could take it.
omar > chat:agent_sessions {status: [pending]} < ok {data: [{session_id: $s}]}
# Dana does not come for an hour.
database > UPDATE pending_chat_requests SET entered_at = entered_at - interval '1 hour' WHERE channel_id = $s
nils > chat:snooze {session_id: $s, minutes: 5} < ok
omar < chat:new_session {session_id: $s}
dana < no chat:new_session
omar accepts $s < ok {session: {agent_id: $omar.id}}
