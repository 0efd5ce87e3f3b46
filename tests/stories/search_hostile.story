# What is typed to hurt is found or refused by name, like everything else
visa is a visitor
dana is a technician
visa starts a chat {subject: "Odd", message: "it's 100% of C:\\temp, <b>bold</b> & 'quoted' שלום 打印机坏了 don't"} -> $s
within 5 s: dana > search:messages {q: "bold", channel_id: $s} < ok {data: [{message: {channel_id: $s}}]}
dana > search:messages {q: ""} < invalid {errors: [{field: q}]}
dana > search:messages {} < invalid {errors: [{field: q}]}
dana > search:messages {q: "   "} < invalid {errors: [{field: q}]}
dana > search:messages {q: "!!! ??? 👍🏽"} < invalid {errors: [{field: q}]}
dana > search:messages {q: "-bold"} < invalid {errors: [{field: q}]}
dana > search:messages {q: "a b c d e f g h i j k l m n o p q"} < invalid {errors: [{field: q}]}
dana > search:messages {q: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} < invalid {errors: [{field: q}]}
dana > search:messages {q: "bold", match: regex} < invalid {errors: [{field: match}]}
dana > search:messages {q: "bold", limit: 0} < invalid {errors: [{field: limit}]}
dana > search:messages {q: "bold", cursor: "n:1;DROP TABLE users"} < invalid {errors: [{field: cursor}]}
dana > search:messages {q: "bold", cursor: "n:99999999999999999999999"} < invalid {errors: [{field: cursor}]}
dana > search:messages {q: "bold", color: red} < unknown_field
# Operators and patterns are text.
dana > search:messages {q: "bold & ! | <-> ( :* \\", channel_id: $s} < ok {data: [{message: {channel_id: $s}}]}
dana > search:messages {q: "'; DROP TABLE users; --", channel_id: $s} < ok {data: []}
dana > search:messages {q: "b.*d", channel_id: $s} < ok {data: []}
dana > search:messages {q: "b%d", channel_id: $s, match: substring} < ok {data: []}
dana > search:messages {q: "b_ld", channel_id: $s, match: substring} < ok {data: []}
dana > search:messages {q: "\\", match: substring} < invalid {errors: [{field: q}]}
dana > search:messages {q: "\"bold", channel_id: $s} < ok {data: [{message: {channel_id: $s}}]}
dana > search:messages {q: "\"\" bold \"\"", channel_id: $s} < ok {data: [{message: {channel_id: $s}}]}
dana > search:messages {q: "don't", channel_id: $s} < ok {data: [{message: {channel_id: $s}}]}
# Other scripts, whole or a part.
dana > search:messages {q: "שלום", channel_id: $s} < ok {data: [{message: {channel_id: $s}}]}
dana > search:messages {q: "机坏", channel_id: $s, match: substring} < ok {data: [{message: {channel_id: $s}}]}
# Two letters are a part of nearly every word.
dana > search:messages {q: "bo", channel_id: $s, match: substring} < invalid {errors: [{field: q}]}
dana > GET /api/search/messages?q=a&limit=1000 < invalid {errors: [{field: limit}]}
