# A deleted message stays in its place, empty
visa, paul are visitors
dana, omar are technicians
ada is an admin
visa starts a chat {subject: "Secrets"} -> $s
dana accepts $s
visa < chat:session_assigned
visa says "My pasword is swordfish" in $s -> $m
visa > chat:edit_message {message_id: $m.id, content: "My password is swordfish"} < ok
dana < chat:message_updated
dana > chat:react {message_id: $m.id, emoji: "🙈"} < ok
dana goes away
visa > chat:delete_message {message_id: $m.id} < ok
visa < chat:message_deleted {session_id: $s, channel_id: $s, chatId: $s, seq: $m.seq + 3, message_id: $m.id, by: {id: $visa.id}}
# To the one who was away nobody tells the words again, neither in the message nor in its edits.
dana comes back from {$s: $m.seq - 1}
dana < chat:new_message {seq: $m.seq, message: {id: $m.id, content: "", deleted_at: *, reactions: []}}
dana < chat:message_updated {seq: $m.seq + 1, message: {id: $m.id, content: ""}}
dana < chat:reaction {seq: $m.seq + 2}
dana < chat:message_deleted {seq: $m.seq + 3, message_id: $m.id}
dana > chat:messages {channel_id: $s} < ok {data: [{id: $m.id, content: "", deleted_at: *, sender: {id: $visa.id}}, ...]}
# The sending repeated under the same key finds the tombstone.
visa > chat:send_message {channel_id: $s, type: text, content: "My pasword is swordfish", client_id: $m.client_id} < ok {replayed: true, message: {id: $m.id, content: "", deleted_at: *}}
# Once is enough; what is gone can't be changed.
visa > chat:delete_message {message_id: $m.id} < ok
visa > chat:edit_message {message_id: $m.id, content: "Back again"} < invalid_state
visa > chat:react {message_id: $m.id, emoji: "👍"} < invalid_state
dana < no chat:message_deleted
# One's own only; administrators any, also when the chat is over.
dana says "Call me Dan" in $s -> $d
visa < chat:new_message {message: {id: $d.id}}
visa > chat:delete_message {message_id: $d.id} < forbidden
omar > chat:delete_message {message_id: $d.id} < forbidden
paul > chat:delete_message {message_id: $d.id} < not_found
visa > chat:delete_message {message_id: 999999999} < not_found
visa ends $s
dana > chat:delete_message {message_id: $d.id} < session_closed
ada > chat:delete_message {message_id: $d.id} < ok
dana, visa < chat:message_deleted {message_id: $d.id, by: {id: $ada.id}}
ada > chat:message_edits {message_id: $d.id} < ok {data: [{content: "Call me Dan", editor: {id: $ada.id}}]}
