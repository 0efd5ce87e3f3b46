# The text event of older clients is the same as sending a message
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "Older widget"} -> $s
dana accepts $s
visa > chat-message {chatId: $s, message: "Hello", client_id: "0b4d7f0e-3c37-4c1c-9d51-6f4a1f1f0a01"} < ok {message: {content: "Hello", type: text, channel_id: $s}} -> $m = message
dana < chat:new_message {session_id: $s, message: {id: $m.id, content: "Hello"}}
visa > chat-message {chatId: $s, message: "Hello", client_id: "0b4d7f0e-3c37-4c1c-9d51-6f4a1f1f0a01"} < ok {replayed: true, message: {id: $m.id}}
visa > chat-message {chatId: $s, message: ""} < invalid {errors: [{field: content}]}
visa > chat-message {chatId: $s} < invalid {errors: [{field: content}]}
visa > chat-message {message: "Where?"} < invalid {errors: [{field: channel_id}]}
visa > chat-message {chatId: $s, message: "one", content: "two"} < unknown_field
visa > chat-message {chatId: $s, message: 7} < invalid {errors: [{field: content}]}
omar > chat-message {chatId: $s, message: "Not in it"} < not_participant
