# What one has written can be put right; everybody sees the same, also who was away
visa, paul are visitors
dana, omar are technicians
ada is an admin
visa starts a chat {subject: "Typos"} -> $s
dana accepts $s
visa < chat:session_assigned
visa says "My screeen is blck" in $s -> $m
dana < chat:new_message {message: {id: $m.id}}
visa > chat:edit_message {message_id: $m.id, content: "My screen is black"} < ok {seq: $m.seq + 1, message: {id: $m.id, seq: $m.seq, content: "My screen is black", edited_at: *, created_at: $m.created_at, client_id: $m.client_id}}
dana, visa < chat:message_updated {session_id: $s, channel_id: $s, chatId: $s, seq: $m.seq + 1, message: {id: $m.id, seq: $m.seq, content: "My screen is black", edited_at: *}}
# Said again it is as it was: nobody is told.
visa > chat:edit_message {message_id: $m.id, channel_id: $s, content: "My screen is black"} < ok {seq: null}
dana < no chat:message_updated
dana > chat:messages {channel_id: $s} < ok {data: [{id: $m.id, content: "My screen is black", edited_at: *}, ...]}
dana > chat:join {session_id: $s} < ok {messages: [{id: $m.id, content: "My screen is black"}, ...], head_seq: $m.seq + 1}
# Who was away gets it in its place.
dana goes away
visa > chat:edit_message {message_id: $m.id, content: "My screen is grey"} < ok {seq: $m.seq + 2}
dana comes back
dana < ok {channels: {$s: {status: resumed, head_seq: $m.seq + 2}}}
dana, visa < chat:message_updated {seq: $m.seq + 2, message: {content: "My screen is grey"}}
# Not others' messages, not what the system says, not in a chat that one is not in, nor with nothing.
dana > chat:edit_message {message_id: $m.id, content: "Mine now"} < forbidden
ada > chat:edit_message {message_id: $m.id, content: "Even I"} < forbidden
paul > chat:edit_message {message_id: $m.id, content: "I am not here"} < not_found
visa > chat:edit_message {message_id: 999999999, content: "Nothing"} < not_found
visa > chat:edit_message {message_id: $m.id, channel_id: 999999999, content: "Elsewhere"} < not_found
visa > chat:edit_message {message_id: $m.id, content: ""} < invalid {errors: [{field: content}]}
visa > chat:edit_message {message_id: $m.id} < invalid {errors: [{field: content}]}
visa > chat:edit_message {message_id: $m.id, content: "x", seq: 3} < unknown_field
dana > chat:messages {channel_id: $s} < ok {data: [{type: system_event}, ...]} -> $all = data
dana > chat:edit_message {message_id: $all.0.id, content: "The system lies"} < invalid_state
dana, visa < no chat:message_updated
# What it said before is for administrators.
ada > chat:message_edits {message_id: $m.id} < ok {data: [{content: "My screeen is blck", editor: {id: $visa.id}, seq: $m.seq + 1}, {content: "My screen is black"}]}
dana > chat:message_edits {message_id: $m.id} < forbidden
# A chat that is over stays as it was.
visa ends $s
visa > chat:edit_message {message_id: $m.id, content: "I never said so"} < session_closed
