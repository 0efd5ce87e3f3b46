# A thumb up instead of a word
visa, paul are visitors
dana, omar are technicians
visa starts a chat {subject: "Thanks"} -> $s
dana accepts $s
visa < chat:session_assigned
dana says "It works again." in $s -> $m
visa > chat:react {message_id: $m.id, emoji: "👍"} < ok {seq: $m.seq + 1, message: {id: $m.id, reactions: [{emoji: "👍", count: 1, user_ids: [$visa.id]}]}}
dana, visa < chat:reaction {session_id: $s, channel_id: $s, chatId: $s, seq: $m.seq + 1, message_id: $m.id, emoji: "👍", removed: false, user: {id: $visa.id}, reactions: [{emoji: "👍", count: 1}]}
dana > chat:react {message_id: $m.id, emoji: "👍"} < ok {message: {reactions: [{emoji: "👍", count: 2, user_ids: [$visa.id, $dana.id]}]}}
dana > chat:react {message_id: $m.id, emoji: "👩🏽‍🚒"} < ok {message: {reactions: [{emoji: "👍", count: 2}, {emoji: "👩🏽‍🚒", count: 1}]}}
visa < chat:reaction {emoji: "👩🏽‍🚒"}
visa > chat:messages {channel_id: $s} < ok {data: [{id: $m.id, reactions: [{emoji: "👍", count: 2}, {emoji: "👩🏽‍🚒"}]}, ...]}
# The same again changes nothing; neither does taking back what is not there.
visa > chat:react {message_id: $m.id, emoji: "👍"} < ok {seq: null}
visa > chat:react {message_id: $m.id, emoji: "❤️", remove: true} < ok {seq: null}
# Taken back, also before the eyes of who was away.
dana goes away
visa > chat:react {message_id: $m.id, emoji: "👍", remove: true} < ok {seq: $m.seq + 4, message: {reactions: [{emoji: "👍", count: 1, user_ids: [$dana.id]}, {emoji: "👩🏽‍🚒"}]}}
dana comes back
dana < chat:reaction {seq: $m.seq + 4, removed: true, emoji: "👍", reactions: [{emoji: "👍", count: 1}, {emoji: "👩🏽‍🚒", count: 1}]}
# One emoji, no more and nothing else; by who is in the chat.
visa > chat:react {message_id: $m.id, emoji: "ok"} < invalid {errors: [{field: emoji}]}
visa > chat:react {message_id: $m.id, emoji: "👍👍"} < invalid {errors: [{field: emoji}]}
visa > chat:react {message_id: $m.id, emoji: "<b>"} < invalid {errors: [{field: emoji}]}
visa > chat:react {message_id: $m.id, emoji: ""} < invalid {errors: [{field: emoji}]}
omar > chat:react {message_id: $m.id, emoji: "👍"} < not_participant
paul > chat:react {message_id: $m.id, emoji: "👍"} < not_found
visa > chat:react {message_id: 999999999, emoji: "👍"} < not_found
visa ends $s
dana > chat:react {message_id: $m.id, emoji: "🎉"} < session_closed
