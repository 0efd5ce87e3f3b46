# What technicians noted about a chat is found by them, and by nobody else
doors: plain
visa is a visitor
dana, omar are technicians
otto is a technician at elsewhere
visa starts a chat {subject: "Nobody came"} -> $s
visa ends $s
dana > chat:complete {session_id: $s, note: "Called her, she wants a refund for the flamingo"} < ok {note: {id: *}} -> $note = note
within 5 s: omar > search:notes {q: "flamingo"} < ok {data: [{id: $note.id, session_id: $s, author: {id: $dana.id}, customer: {id: $visa.id}, subject: "Nobody came", status: completed, excerpt: [{text: "flamingo", hit: true}, ...]}], next_cursor: null}
omar > GET /api/search/notes?q=refund%20flam < 200 {data: [{id: $note.id}]}
visa > search:notes {q: "flamingo"} < forbidden
visa > search:sessions {q: "flamingo"} < ok {data: []}
visa > search:messages {q: "flamingo"} < ok {data: []}
otto > search:notes {q: "flamingo"} < ok {data: []}
