# Joining shows the chat so far; with last_seq only what is new
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "Join"} -> $s
dana accepts $s
visa < chat:session_assigned
60 times visa says "line $i" in $s -> $last
visa joins $s < ok {session: {session_id: $s, status: active}, participants: [{id: *}, {id: *}], messages: *, head_seq: $last.seq} -> $messages = messages
check $messages.length is 50
visa > chat:join {channel_id: $s, last_seq: $last.seq - 2} < ok {messages: [{content: "line 59"}, {content: "line 60"}]}
# A second technician may come in; everybody in the chat is told.
omar joins $s < ok {participants: [{id: *}, {id: *}, {id: *}]}
visa, dana, omar < chat:participant_joined {session_id: $s, user: {id: $omar.id, name: "Omar"}, seq: $last.seq + 1}
omar says "Two heads" in $s
visa, dana < chat:new_message {message: {content: "Two heads", sender: {id: $omar.id}}}
