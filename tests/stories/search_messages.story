# Messages are found by their words, and what is edited or deleted is not found any more
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "Printer", message: "The printer in room 214 says error E-1042"} -> $s
dana accepts $s
dana says "Is it the laser printer, or the inkjet one?" in $s -> $asked
visa says "The laser one. My address is vera.miller@client.test" in $s -> $address
dana > chat:send_message {session_id: $s, content: "Their printers break each spring", visibility: internal} -> $note = message
# Words begin so, in any order and whatever their case; newest first.
within 5 s: dana > search:messages {q: "PRINTER", channel_id: $s} < ok {data: [{message: {id: $note.id, visibility: internal}}, {message: {id: $asked.id}}, {message: {content: "The printer in room 214 says error E-1042"}, subject: "Printer", customer: {id: $visa.id}}], next_cursor: null}
dana > search:messages {q: "laser print", channel_id: $s} < ok {data: [{message: {id: $asked.id}, excerpt: [{text: "Is it the ", hit: false}, {text: "laser", hit: true}, {text: " ", hit: false}, {text: "printer", hit: true}, {text: ", or the inkjet one?", hit: false}]}]}
dana > search:messages {q: "print", channel_id: $s, match: word} < ok {data: []}
dana > search:messages {q: "rinte", channel_id: $s, match: substring} < ok {data: [{message: {id: $note.id}}, {message: {id: $asked.id}}, *]}
dana > search:messages {q: "rinte", channel_id: $s} < ok {data: []}
dana > search:messages {q: "\"laser printer\"", channel_id: $s} < ok {data: [{message: {id: $asked.id}}]}
dana > search:messages {q: "\"printer laser\"", channel_id: $s} < ok {data: []}
dana > search:messages {q: "laser -inkjet", channel_id: $s} < ok {data: [{message: {id: $address.id}}]}
# What is no plain word is found too, whole and as it begins.
dana > search:messages {q: "vera.miller@cl", channel_id: $s} < ok {data: [{message: {id: $address.id}}]}
dana > search:messages {q: "@client", channel_id: $s, match: substring} < ok {data: [{message: {id: $address.id}}]}
dana > search:messages {q: "E-1042", channel_id: $s} < ok {data: [{message: {content: /E-1042/}}]}
# In one chat only; page by page; the best first.
dana > search:messages {q: "printer", channel_id: $s, limit: 2} < ok {data: [{message: {id: $note.id}}, {message: {id: $asked.id}}], next_cursor: *} -> $cursor = next_cursor
dana > search:messages {q: "printer", channel_id: $s, limit: 2, cursor: $cursor} < ok {data: [{message: {content: /room 214/}}], next_cursor: null}
dana > search:messages {q: "printer", channel_id: $s, sort: relevance, limit: 2} < ok {data: [*, *], next_cursor: *} -> $best = next_cursor
dana > search:messages {q: "printer", channel_id: $s, sort: relevance, limit: 2, cursor: $best} < ok {data: [*], next_cursor: null}
dana > search:messages {q: "printer", cursor: $best} < invalid {errors: [{field: cursor}]}
dana > GET /api/search/messages?q=laser%20print&match=prefix&channel_id=$s < 200 {data: [{message: {id: $asked.id}}]}
# Edited: found by what it says now, at once no more by what it said. Deleted: gone.
dana > chat:edit_message {message_id: $asked.id, content: "Is it the colour one?"}
dana > search:messages {q: "inkjet", channel_id: $s} < ok {data: []}
within 5 s: dana > search:messages {q: "colour", channel_id: $s} < ok {data: [{message: {id: $asked.id}}]}
visa > chat:delete_message {message_id: $address.id}
dana > search:messages {q: "miller", channel_id: $s, match: substring} < ok {data: []}
# It is there after a restart, and what was said before it could be looked at is found.
dana says "Zweihundert gelbe Zettel" in $s
kill the daemon
omar connects
within 5 s: omar > search:messages {q: "gelb", channel_id: $s} < ok {data: [{message: {content: "Zweihundert gelbe Zettel"}}]}
