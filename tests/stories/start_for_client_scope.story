# A technician who is limited starts chats for clients within their scope only, and is not told of the others' chats
ada is an admin
dana, omar are technicians
visa, paul are visitors
ada > POST /api/organizations {name: "Acme $door"} < 201 -> $acme = id
ada > PATCH /api/users/$omar.id {organization_ids: [$acme]} < 200
visa starts a chat {subject: "Not for Omar"} -> $s
dana accepts $s
visa < chat:session_assigned
omar > chat:start {subject: "You called", customer_id: $visa.id} < not_found
omar > chat:start {subject: "You called", customer_id: $paul.id} < not_found
visa < no chat:participant_joined
paul > GET /api/live-chat/mine < 200 {data: []}
ada > GET /api/contacts?user_id=$paul.id < 200 -> $contact = data.0.id
ada > PATCH /api/contacts/$contact {organization_id: $acme} < 200
omar > chat:start {subject: "You called", customer_id: $paul.id} < ok {session: {customer_id: $paul.id, organization_id: $acme}}
ada > PATCH /api/users/$omar.id {organization_ids: []} < 200
