# All live chats, page by page in every order: none is left out, none comes twice, and what is asked wrongly is named
doors: plain
ada is an admin
dana is a technician of network
omar is a technician of hardware
spy is an admin at elsewhere
visa, paul, vera, rosa, ines are visitors
ada > POST /api/organizations {name: "Alder"} < 201 -> $alder = id
ada > POST /api/organizations {name: "Nobody's"} < 201 -> $empty = id
ada > GET /api/contacts?user_id=$visa.id < 200 -> $contact = data.0.id
ada > PATCH /api/contacts/$contact {organization_id: $alder} < 200
visa starts a chat {subject: "One", team_id: $network.id, priority: urgent} -> $one
paul starts a chat {subject: "Two", team_id: $network.id, priority: low} -> $two
vera starts a chat {subject: "Three", team_id: $hardware.id, priority: low} -> $three
rosa starts a chat {subject: "Four", team_id: $hardware.id} -> $four
ines starts a chat {subject: "Five"} -> $five
dana accepts $two
omar accepts $three
vera ends $three
omar accepts $four
rosa ends $four
# One at a time in each order, with what has never ended, has the same priority, or has not waited.
ada > GET /api/live-chat/admin/all-sessions?limit=2 < 200 {data: [{session_id: $five}, {session_id: $four}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?limit=2&cursor=$c < 200 {data: [{session_id: $three}, {session_id: $two}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?limit=2&cursor=$c < 200 {data: [{session_id: $one}], next_cursor: null}
ada > GET /api/live-chat/admin/all-sessions?sort=ended&limit=1 < 200 {data: [{session_id: $four}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?sort=ended&limit=1&cursor=$c < 200 {data: [{session_id: $three}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?sort=ended&limit=1&cursor=$c < 200 {data: [{session_id: $one}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?sort=ended&limit=1&cursor=$c < 200 {data: [{session_id: $two}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?sort=ended&limit=1&cursor=$c < 200 {data: [{session_id: $five}], next_cursor: null}
ada > GET /api/live-chat/admin/all-sessions?sort=priority&limit=3 < 200 {data: [{session_id: $one}, {session_id: $four}, {session_id: $five}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?sort=priority&limit=3&cursor=$c < 200 {data: [{session_id: $two}, {session_id: $three}], next_cursor: null}
ada > GET /api/live-chat/admin/all-sessions?sort=oldest&limit=4 < 200 {data: [{session_id: $one}, {session_id: $two}, {session_id: $three}, {session_id: $four}], next_cursor: *} -> $c = next_cursor
# What comes meanwhile does not move the page that is left.
visa ends $one
visa starts a chat {subject: "Six"} -> $six
ada > GET /api/live-chat/admin/all-sessions?sort=oldest&limit=4&cursor=$c < 200 {data: [{session_id: $five}, {session_id: $six}], next_cursor: null}
# By team, technician, organization, state and whether it waits; together they narrow.
ada > GET /api/live-chat/admin/all-sessions?team_id=$network.id < 200 {data: [{session_id: $two}, {session_id: $one}]}
ada > GET /api/live-chat/admin/all-sessions?team_id=$hardware.id&sort=oldest < 200 {data: [{session_id: $three}, {session_id: $four}]}
ada > GET /api/live-chat/admin/all-sessions?agent_id=$dana.id < 200 {data: [{session_id: $two, agent_id: $dana.id}]}
ada > GET /api/live-chat/admin/all-sessions?agent_id=$omar.id&limit=1 < 200 {data: [{session_id: $four}], next_cursor: *} -> $c = next_cursor
ada > GET /api/live-chat/admin/all-sessions?agent_id=$omar.id&limit=1&cursor=$c < 200 {data: [{session_id: $three}], next_cursor: null}
ada > GET /api/live-chat/admin/all-sessions?organization_id=$alder < 200 {data: [{session_id: $six}, {session_id: $one}]}
ada > GET /api/live-chat/admin/all-sessions?organization_id=$alder&team_id=$network.id < 200 {data: [{session_id: $one, status: abandoned}]}
ada > GET /api/live-chat/admin/all-sessions?queued=true < 200 {data: [{session_id: $six, queued: true}, {session_id: $five, queued: true}]}
ada > GET /api/live-chat/admin/all-sessions?queued=false&status=active < 200 {data: [{session_id: $two}]}
ada > GET /api/live-chat/admin/all-sessions?status=closed,abandoned&sort=ended < 200 {data: [{session_id: $one}, {session_id: $four}, {session_id: $three}]}
ada > GET /api/live-chat/admin/all-sessions?status=pending&sort=wait < 200 {data: [{session_id: $five}, {session_id: $six}]}
# Handed on, an active chat waits as well.
dana > chat:transfer {session_id: $two, agent_id: $omar.id} < ok
ada > GET /api/live-chat/admin/all-sessions?queued=true&status=active < 200 {data: [{session_id: $two, status: active, queued: true}]}
# Nothing fits: an empty list, no error; what is of another tenant fits nothing.
ada > GET /api/live-chat/admin/all-sessions?organization_id=$empty < 200 {data: [], next_cursor: null}
ada > GET /api/live-chat/admin/all-sessions?status=completed,callback < 200 {data: [], next_cursor: null}
ada > GET /api/live-chat/admin/all-sessions?team_id=999999999&agent_id=999999999 < 200 {data: [], next_cursor: null}
spy > GET /api/live-chat/admin/all-sessions?team_id=$network.id < 200 {data: []}
spy > GET /api/live-chat/admin/all-sessions?agent_id=$dana.id < 200 {data: []}
ada > GET /api/live-chat/admin/all-sessions?status=odd < invalid {errors: [{field: "status[0]"}]}
ada > GET /api/live-chat/admin/all-sessions?sort=size < invalid {errors: [{field: sort}]}
ada > GET /api/live-chat/admin/all-sessions?queued=perhaps < invalid {errors: [{field: queued}]}
ada > GET /api/live-chat/admin/all-sessions?team_id=network < invalid {errors: [{field: team_id}]}
ada > GET /api/live-chat/admin/all-sessions?agent_id=1.5 < invalid {errors: [{field: agent_id}]}
ada > GET /api/live-chat/admin/all-sessions?organization_id=99999999999999999999 < invalid {errors: [{field: organization_id}]}
ada > GET /api/live-chat/admin/all-sessions?limit=0 < invalid {errors: [{field: limit}]}
ada > GET /api/live-chat/admin/all-sessions?limit=201 < invalid {errors: [{field: limit}]}
ada > GET /api/live-chat/admin/all-sessions?cursor=ended:1 < invalid {errors: [{field: cursor}]}
ada > GET /api/live-chat/admin/all-sessions?cursor= < invalid {errors: [{field: cursor}]}
ada > GET /api/live-chat/admin/all-sessions?colour=red < unknown_field {errors: [{field: colour}]}
