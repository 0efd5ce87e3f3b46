# Live chats are found by subject, client, organization and number, also when they are over
doors: plain
visa, paul are visitors
dana is a technician
visa starts a chat {subject: "Outlook asks for a password"} -> $s
paul starts a chat {subject: "Password forgotten"} -> $p
dana accepts $s
visa ends $s
within 5 s: dana > search:sessions {q: "password"} < ok {data: [{session: {session_id: $p, status: pending}}, {session: {session_id: $s, status: closed, customer: {id: $visa.id}}, excerpt: [{text: "Outlook asks for a ", hit: false}, {text: "password", hit: true}, *]}]}
dana > search:sessions {q: "password", status: [closed]} < ok {data: [{session: {session_id: $s}}], next_cursor: null}
dana > search:sessions {q: "$s"} < ok {data: [{session: {session_id: $s}}]}
dana > search:sessions {q: "visa pass"} < ok {data: [{session: {session_id: $s}}]}
dana > search:sessions {q: "word", match: substring, limit: 1} < ok {data: [{session: {session_id: $p}}], next_cursor: *} -> $cursor = next_cursor
dana > search:sessions {q: "word", match: substring, limit: 1, cursor: $cursor} < ok {data: [{session: {session_id: $s}}], next_cursor: null}
# A client who gets another name is found by it.
database > UPDATE users SET name = 'Rumpelstiltskin' WHERE id = $paul.id
within 5 s: dana > GET /api/search/sessions?q=rumpel < 200 {data: [{session: {session_id: $p}}]}
dana > search:sessions {q: "paul"} < ok {data: []}
