# Who is limited to organizations is told of the queue what they may see of it
ada is an admin
dana, omar are technicians
visa is a visitor
ada > POST /api/organizations {name: "Acme $door"} < 201 -> $acme = id
ada > PATCH /api/users/$dana.id {organization_ids: [$acme]} < 200
dana goes away
dana comes back
visa starts a chat {subject: "Count me", priority: high} -> $s
omar < queue-updated {total: 1, by_priority: {high: 1}}
dana < queue-updated {total: 0, by_priority: {high: 0}}
dana > queue:stats {} < ok {total: 0}
dana < no queue-updated {total: 1}
ada > PATCH /api/users/$dana.id {organization_ids: []} < 200
