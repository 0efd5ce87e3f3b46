# A client says which device it is about: their own or one of their organization, no other; technicians see it in the chat and in the client's context
ada is an admin
dana is a technician
visa, paul are visitors
otto is an admin at elsewhere
ada > POST /api/organizations {name: "Alder $door"} < 201 -> $alder = id
ada > GET /api/contacts?user_id=$visa.id < 200 -> $contact = data.0.id
ada > PATCH /api/contacts/$contact {organization_id: $alder} < 200
ada > POST /api/devices {name: "NB-7", kind: laptop, contact_id: $contact, operating_system: "Debian 12"} < 201 -> $own = id
ada > POST /api/devices {name: "PRN-1", kind: printer, organization_id: $alder} < 201 -> $shared = id
ada > POST /api/devices {name: "OLD-1", contact_id: $contact, status: retired} < 201 -> $retired = id
ada > POST /api/devices {name: "Stranger"} < 201 -> $stranger = id
otto > POST /api/devices {name: "Far"} < 201 -> $far = id
visa > chat:start {subject: "Not mine", device_id: $stranger} < invalid {errors: [{field: device_id}]}
visa > chat:start {subject: "Not mine", device_id: $far} < invalid {errors: [{field: device_id}]}
visa > chat:start {subject: "No more", device_id: $retired} < invalid {errors: [{field: device_id}]}
visa > chat:start {subject: "Which?", device_id: 999999999} < invalid {errors: [{field: device_id}]}
visa > chat:start {subject: "What?", device_id: printer} < invalid {errors: [{field: device_id}]}
paul > chat:start {subject: "Hers", device_id: $own} < invalid {errors: [{field: device_id}]}
paul > chat:start {subject: "Theirs", device_id: $shared} < invalid {errors: [{field: device_id}]}
visa > GET /api/live-chat/mine < 200 {data: []}
visa > chat:start {subject: "Too warm", device_id: $own} < ok {session: {device_id: $own}} -> $s = session.session_id
dana < chat:new_session {session_id: $s, session: {device_id: $own}}
dana > GET /api/live-chat/$s/customer-context < 200 {device: {id: $own, name: "NB-7", kind: laptop, operating_system: "Debian 12", serial_number: null}, devices: [{id: $own}]}
dana accepts $s < ok {session: {device_id: $own}}
# The chat that is open is the one: about what it was begun.
visa > chat:start {subject: "Again", device_id: $shared} < ok {session: {session_id: $s, device_id: $own}}
visa ends $s
visa starts a chat {subject: "No toner", device_id: $shared} -> $p
dana > GET /api/live-chat/$p/customer-context < 200 {device: {id: $shared, name: "PRN-1"}}
visa ends $p
# For a client a technician names theirs, none of somebody else.
dana > chat:start {customer_id: $paul.id, subject: "You called", device_id: $shared} < invalid {errors: [{field: device_id}]}
dana > chat:start {customer_id: $visa.id, subject: "You called", device_id: $shared} < ok {session: {device_id: $shared}} -> $t = session.session_id
# A device that is gone leaves the chat; what it was stays in the context.
ada > DELETE /api/devices/$shared < 204
dana > chat:session {session_id: $t} < ok {session: {device_id: null}}
dana > GET /api/live-chat/$t/customer-context < 200 {device: {name: "PRN-1"}}
visa ends $t
visa starts a chat {subject: "No device"} < ok {session: {device_id: null}} -> $u = session.session_id
dana > GET /api/live-chat/$u/customer-context < 200 {device: null}
