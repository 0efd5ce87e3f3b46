# Searches through every door
visa is a visitor
dana is a technician
mia is a manager
visa starts a chat {subject: "Kangaroo in the server room", message: "it hops over the cables"} -> $s
visa ends $s
dana > chat:complete {session_id: $s, note: "the marsupial was caught"} < ok -> $done
mia > POST /api/kb/articles {title: "Marsupials", slug: "marsupials-$s", content: "Call the zoo."} < 201 -> $article
within 5 s: dana > search:messages {q: "hops cable", channel_id: $s} < ok {data: [{message: {channel_id: $s, content: "it hops over the cables"}, subject: "Kangaroo in the server room", customer: {id: $visa.id}}], next_cursor: null}
within 5 s: visa > search:messages {q: "hops"} < ok {data: [{message: {channel_id: $s}}], next_cursor: null}
within 5 s: dana > search:sessions {q: "kanga $s"} < ok {data: [{session: {session_id: $s, status: completed}}], next_cursor: null}
within 5 s: dana > search:notes {q: "marsup"} < ok {data: [{session_id: $s, author: {id: $dana.id}}, ...]}
within 5 s: dana > search:kb {q: "marsup zoo", sort: newest} < ok {data: [{id: $article.id}, ...]}
within 5 s: dana > GET /api/search/messages?q=hops&channel_id=$s < 200 {data: [{message: {channel_id: $s}}]}
