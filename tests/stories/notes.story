# Technicians talk behind the scenes; the client neither sees nor misses it
visa is a visitor
dana, omar, nils are technicians
visa starts a chat {subject: "Angry"} -> $s
on rest: visa < chat:new_session {session_id: $s}
dana accepts $s < ok {session: {backstage_id: *}} -> $b = session.backstage_id
visa < chat:session_assigned
omar joins $s < ok {backstage: {channel_id: $b, messages: [], head_seq: 0}}
visa < chat:participant_joined
dana > chat:send_message {session_id: $s, type: text, content: "Careful, **VIP**", visibility: internal} < ok {seq: 1, message: {channel_id: $b, session_id: $s, seq: 1, visibility: internal, content: "Careful, **VIP**"}} -> $n = message
omar < chat:new_message {session_id: $s, channel_id: $b, chatId: $s, seq: 1, message: {id: $n.id, channel_id: $b, visibility: internal}}
# The route of the seeds, with the note's key.
omar > chat:add_note {session_id: $s, content: "She pays 10,000 a month", client_id: "5f0c4f57-6c0a-4a53-9a3d-1a2b3c4d5e6f"} < ok {message: {channel_id: $b, seq: 2, visibility: internal}, replayed: false} -> $k = message
omar > chat:add_note {session_id: $s, content: "She pays 10,000 a month", client_id: "5f0c4f57-6c0a-4a53-9a3d-1a2b3c4d5e6f"} < ok {message: {id: $k.id}, replayed: true}
dana < chat:new_message {channel_id: $b, seq: 2, message: {content: "She pays 10,000 a month"}}
# What one does to messages is done to notes: reply, read, edit, react, delete.
dana > chat:send_message {channel_id: $b, type: text, content: "Thanks", reply_to: $k.id} < ok {message: {seq: 3, reply_to: $k.id, visibility: internal}} -> $r = message
dana > chat:send_message {session_id: $s, type: text, content: "Thanks", reply_to: $k.id} < invalid {errors: [{field: reply_to}]}
omar > chat:seen {channel_id: $b, message_id: $r.id} < ok
dana < chat:seen {session_id: $s, channel_id: $b, user_id: $omar.id, message_id: $r.id}
omar > chat:react {message_id: $n.id, emoji: "👀"} < ok {seq: 4}
dana < chat:reaction {session_id: $s, channel_id: $b, seq: 4}
dana > chat:edit_message {message_id: $n.id, content: "Careful"} < ok {seq: 5, message: {visibility: internal}}
omar < chat:message_updated {session_id: $s, channel_id: $b, seq: 5}
omar > chat:delete_message {message_id: $k.id} < ok
dana < chat:message_deleted {session_id: $s, channel_id: $b, seq: 6}
# Who comes later reads it by joining, who comes back by resuming both.
nils joins $s < ok {session: {backstage_id: $b}, backstage: {channel_id: $b, head_seq: 6, messages: [{id: $n.id, content: "Careful", reactions: [{emoji: "👀"}]}, {id: $k.id, content: "", deleted_at: *}, {id: $r.id}], cursors: [{user_id: *}, {user_id: *}, {user_id: *}]}}
omar goes away
dana > chat:add_note {session_id: $s, content: "while you were away"} < ok {seq: 7}
omar comes back
omar < ok {channels: {$s: {status: resumed}, $b: {status: resumed, head_seq: 7}}}
omar < chat:new_message {channel_id: $b, seq: 7, message: {content: "while you were away"}}
omar > chat:messages {channel_id: $b, limit: 2} < ok {data: [{id: $n.id}, {id: $k.id}], next_cursor: *}
# The client: not a trace.
dana says "How can I help?" in $s
visa < chat:new_message {message: {content: "How can I help?"}}
visa < chat:participant_joined {user: {id: $nils.id}}
visa < nothing more
visa joins $s < ok {backstage: null, session: {backstage_id: null}}
visa > chat:add_note {session_id: $s, content: "me too"} < forbidden
visa > chat:send_message {session_id: $s, type: text, content: "me too", visibility: internal} < forbidden
visa > chat:edit_message {message_id: $n.id, content: "mine"} < not_found
visa > chat:react {message_id: $n.id, emoji: "👀"} < not_found
visa > chat:seen {channel_id: $b, message_id: $n.id} < not_found
# Who left hears no more of it, and who is not in the chat can't write.
nils leaves $s
nils > chat:add_note {session_id: $s, content: "from outside"} < not_participant
dana > chat:add_note {session_id: $s, content: "without Nils"} < ok
omar < chat:new_message {message: {content: "without Nils"}}
nils < no chat:new_message {message: {content: "without Nils"}}
dana > chat:add_note {session_id: 999999999, content: "nowhere"} < not_found
dana > chat:add_note {session_id: $s, content: ""} < invalid {errors: [{field: content}]}
dana > chat:send_message {session_id: $s, type: text, content: "x", visibility: secret} < invalid {errors: [{field: visibility}]}
# The end of the chat is the end of its backstage.
visa ends $s
dana > chat:add_note {session_id: $s, content: "too late"} < session_closed
