# A technician leaves; what is said after that does not reach them
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "Leave"} -> $s
dana accepts $s
omar joins $s
visa < chat:participant_joined {user: {id: $omar.id}}
omar leaves $s < ok
visa, dana < chat:participant_left {session_id: $s, user: {id: $omar.id}, seq: *}
visa says "Still there?" in $s
dana < chat:new_message {message: {content: "Still there?"}}
omar < no chat:new_message
omar says "No" in $s < not_participant
