# Who is named is told, wherever they look
visa, paul are visitors
dana, omar, nils are technicians
otto is a technician at elsewhere
visa starts a chat {subject: "Printer"} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
omar < chat:session_assigned
# In a private note, a technician who is not in the chat.
dana > chat:add_note {session_id: $s, content: "@Omar do you know this printer?", mentions: [$omar.id, $omar.id]} < ok {message: {mentions: [$omar.id]}} -> $m = message
omar < notification {kind: mention, session_id: $s, channel_id: $b, chatId: $s, message_id: $m.id, by: {id: $dana.id, name: "Dana"}, text: "@Omar do you know this printer?"}
nils < no notification
dana < no notification
omar > chat:messages {channel_id: $b} < ok {data: [{id: $m.id, mentions: [$omar.id]}]}
# In the chat itself, the client.
dana > chat:send_message {session_id: $s, type: text, content: "@Visa is it on?", mentions: [$visa.id, $dana.id]} < ok {message: {mentions: [$visa.id, $dana.id]}}
visa < chat:new_message {message: {mentions: [$visa.id, $dana.id]}}
visa < notification {kind: mention, session_id: $s, channel_id: $s}
dana < no notification
# Nobody who could not read it: not the client in a note, no other client, no other tenant, nobody at all.
dana > chat:add_note {session_id: $s, content: "@Visa", mentions: [$visa.id]} < invalid {errors: [{field: mentions}]}
dana > chat:send_message {session_id: $s, type: text, content: "@Paul", mentions: [$paul.id]} < invalid {errors: [{field: mentions}]}
dana > chat:send_message {session_id: $s, type: text, content: "@Otto", mentions: [$otto.id]} < invalid {errors: [{field: mentions}]}
dana > chat:send_message {session_id: $s, type: text, content: "@Nobody", mentions: [999999999]} < invalid {errors: [{field: mentions}]}
dana > chat:send_message {session_id: $s, type: text, content: "@x", mentions: [x]} < invalid
visa, paul < no chat:new_message
visa, paul, otto < no notification
