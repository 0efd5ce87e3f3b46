# A chat is about a ticket that is there already
ada is an admin
dana is a technician
visa, paul are visitors
otto is a technician at elsewhere
ada > POST /api/organizations {name: "Alder"} < 201 -> $alder
ada > POST /api/organizations {name: "Harbour"} < 201 -> $harbour
ada > GET /api/contacts?user_id=$visa.id < 200 -> $contact = data.0
ada > PATCH /api/contacts/$contact.id {organization_id: $alder.id} < 200
dana > POST /api/tickets {title: "VPN", organization_id: $alder.id} < 201 -> $t
dana > POST /api/tickets {title: "Teeth", organization_id: $harbour.id} < 201 -> $other
otto > POST /api/tickets {title: "Elsewhere"} < 201 -> $foreign
visa starts a chat {subject: "VPN again"} -> $s
dana > chat:link_ticket {session_id: $s, ticket_id: $t.id} < invalid_state
dana accepts $s
visa > chat:link_ticket {session_id: $s, ticket_id: $t.id} < forbidden
dana > chat:link_ticket {session_id: $s, ticket_id: $foreign.id} < not_found
dana > chat:link_ticket {session_id: $s, ticket_id: $other.id} < invalid {errors: [{field: ticket_id}]}
dana > chat:link_ticket {session_id: $s, ticket_id: $t.id} < ok {ticket: {id: $t.id}, session: {ticket_id: $t.id}, seq: *}
visa < ticket:linked {session_id: $s, ticket: {id: $t.id, title: "VPN"}, message: {system: {code: ticket_linked}}}
dana > chat:link_ticket {session_id: $s, ticket_id: $t.id} < ok {ticket: {id: $t.id}, seq: null}
dana > POST /api/tickets {title: "Third"} < 201 -> $third
dana > chat:link_ticket {session_id: $s, ticket_id: $third.id} < conflict {ticket_id: $t.id}
dana > chat:convert_to_ticket {session_id: $s} < ok {ticket: {id: $t.id}}
visa < no ticket:linked
visa ends $s
within 10 s: dana > GET /api/ticket-updates?ticket_id=$t.id < 200 {data: [{kind: transcript, author_id: null, session_id: $s}]}
# A chat that was over before has its log at once.
paul starts a chat {subject: "Over"} -> $p
dana accepts $p
paul ends $p
dana > chat:link_ticket {session_id: $p, ticket_id: $third.id} < ok {session: {status: closed, ticket_id: $third.id}}
dana > GET /api/ticket-updates?ticket_id=$third.id < 200 {data: [{kind: transcript, session_id: $p, content: /Paul ended the chat/}]}
