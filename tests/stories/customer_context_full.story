# All that is known of a client is there when their chat comes: who they are, for whom they work, with what, what was before and what is open
ada is an admin
dana is a technician
visa, paul are visitors
ada > POST /api/organizations {name: "Alder $door", external_id: "org-$door"} < 201 -> $alder = id
ada > GET /api/contacts?user_id=$visa.id < 200 -> $contact = data.0.id
ada > PATCH /api/contacts/$contact {organization_id: $alder, email: "visa-$door@alder.test", phone: "+43 1 555 0100", external_id: "crm-$door"} < 200
ada > POST /api/devices {name: "ALDER-NB-7", kind: laptop, contact_id: $contact, organization_id: $alder, operating_system: "Windows 11 23H2", serial_number: "SN-7"} < 201 -> $laptop = id
ada > POST /api/devices {name: "ALDER-OLD", contact_id: $contact, status: retired} < 201
ada > POST /api/devices {name: "ALDER-SRV", kind: server, organization_id: $alder} < 201
database > UPDATE users SET created_at = now() - interval '400 days 1 hour' WHERE id = $visa.id
ada > POST /api/tickets {title: "Printer", contact_id: $contact, organization_id: $alder} < 201 -> $printer
ada > PATCH /api/tickets/$printer.id {status: resolved} < 200
ada > POST /api/tickets {title: "VPN", contact_id: $contact, organization_id: $alder} < 201 -> $vpn
visa starts a chat {subject: "Toner"} -> $toner
dana accepts $toner
visa ends $toner
visa > chat:start {ticket_id: $vpn.id} < ok -> $open = session.session_id
visa starts a chat {subject: "No network", metadata: {browser: {name: "Firefox", version: 120}, page: "https://portal.test/vpn"}} -> $s
dana < chat:new_session {session_id: $s, session: {organization_id: $alder, customer: {name: "Visa", email: "visa-$door@alder.test"}}}
dana > GET /api/live-chat/$s/customer-context < 200 -> $context
check $context is {customer: {id: $visa.id, name: "Visa", email: "visa-$door@alder.test", phone: "+43 1 555 0100", external_id: "crm-$door", contact_id: $contact},
  account: {status: active, age_days: 400}, organization: {id: $alder, name: "Alder $door", external_id: "org-$door"}, page: "https://portal.test/vpn", browser: {name: "Firefox", version: 120}}
check $context is {devices: [{name: "ALDER-NB-7", kind: laptop, operating_system: "Windows 11 23H2", serial_number: "SN-7"}]}
check $context is {previous_tickets_count: 2, previous_tickets: [{id: $vpn.id, number: $vpn.number, title: "VPN", status: new}, {id: $printer.id, title: "Printer", status: resolved}], active_tickets: [{id: $vpn.id, title: "VPN"}]}
check $context is {previous_chats_count: 2, previous_chats: [{session_id: $open, status: pending, ended_at: null}, {session_id: $toner, subject: "Toner", status: closed, agent_name: "Dana", ended_at: *}],
  active_chats: [{session_id: $open, status: pending}]}
# It stays what it was at the start; what is open is of now.
ada > PATCH /api/contacts/$contact {organization_id: null, phone: null} < 200
ada > PATCH /api/tickets/$vpn.id {status: closed} < 200
visa ends $open
visa > chat:start {ticket_id: $printer.id} < ok -> $later = session.session_id
dana > GET /api/live-chat/$s/customer-context < 200 {customer: {phone: "+43 1 555 0100"}, organization: {id: $alder}, previous_tickets_count: 2, active_tickets: [], previous_chats_count: 2, active_chats: [{session_id: $later}]}
# Of a client of whom nothing is known there is nothing, and no error.
paul starts a chat {subject: "Hello"} -> $p
dana > GET /api/live-chat/$p/customer-context < 200 {customer: {id: $paul.id, email: null, phone: null}, account: {status: active, age_days: 0}, organization: null, devices: [], browser: null, page: null,
  previous_tickets_count: 0, previous_tickets: [], active_tickets: [], previous_chats_count: 0, previous_chats: [], active_chats: []}
