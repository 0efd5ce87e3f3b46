# History by cursor and by `before`
visa is a visitor
dana is a technician
visa starts a chat {subject: "History"} -> $s
dana accepts $s
visa < chat:session_assigned
5 times visa says "line $i" in $s -> $last
visa > GET /api/live-chat/$s/messages?before=$last.seq&limit=2 < 200 {data: [{content: "line 3"}, {content: "line 4"}]}
visa > GET /api/live-chat/$s/messages?limit=2 < 200 {data: [{seq: *}, {seq: *}], next_cursor: *} -> $cursor = next_cursor
visa > GET /api/live-chat/$s/messages?limit=200&cursor=$cursor < 200 {data: [{content: "line 4"}, {content: "line 5"}, ...], next_cursor: null}
# The whole chat, with what happened to it, in the order of seq.
dana > GET /api/live-chat/$s/messages < 200 {data: [{type: system_event, system: {code: *}}, {content: "line 1", seq: $last.seq - 4}, {content: "line 5", seq: $last.seq}, ...]}
