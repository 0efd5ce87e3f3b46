# Articles are found by their words: by technicians all of them, by clients those that are theirs to read
doors: plain
visa is a visitor
dana is a technician
mia is a manager
otto is a technician at elsewhere
mia > POST /api/kb/articles {title: "Set up the VPN", slug: "set-up-the-vpn", summary: "In three steps", content: "Open the quokka client and press connect.", status: published, audience: client, tags: [network]} < 201 -> $vpn
mia > POST /api/kb/articles {title: "Quokka licences", slug: "quokka-licences", content: "Ask accounting first.", status: published} < 201 -> $inside
mia > POST /api/kb/articles {title: "Quokka outage", slug: "quokka-outage", audience: client} < 201 -> $draft
within 5 s: dana > search:kb {q: "quokka", sort: newest} < ok {data: [{id: $draft.id, status: draft}, {id: $inside.id, audience: internal}, {id: $vpn.id, title: "Set up the VPN", summary: "In three steps", excerpt: [{text: "quokka", hit: true}, ...]}], next_cursor: null}
within 5 s: visa > search:kb {q: "quokka"} < ok {data: [{id: $vpn.id}], next_cursor: null}
visa > GET /api/search/kb?q=network&limit=1 < 200 {data: [{id: $vpn.id}], next_cursor: null}
visa > search:kb {q: "accounting"} < ok {data: []}
otto > search:kb {q: "quokka"} < ok {data: []}
dana > search:kb {q: "okka lic", match: substring} < ok {data: [{id: $inside.id}]}
mia > PATCH /api/kb/articles/$draft.id {title: "Wombat outage", status: published} < 200
dana > search:kb {q: "quokka", sort: newest, limit: 1} < ok {data: [{id: $inside.id}], next_cursor: *}
within 5 s: visa > search:kb {q: "wombat"} < ok {data: [{id: $draft.id}]}
mia > DELETE /api/kb/articles/$draft.id < 204
visa > search:kb {q: "wombat"} < ok {data: []}
nobody > GET /api/search/kb?q=quokka < unauthenticated
