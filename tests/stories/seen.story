# Read marks go forward only and never beyond the last message
visa is a visitor
dana is a technician
visa starts a chat {subject: "Seen"} -> $s
dana accepts $s
visa < chat:session_assigned
dana says "one" in $s -> $one
dana says "two" in $s -> $two
visa < chat:new_message {message: {content: "two"}}
visa > chat:seen {channel_id: $s, message_id: $two.id}
dana < chat:seen {session_id: $s, user_id: $visa.id, message_id: $two.id}
# Back is not possible, and nobody is told.
visa > chat:seen {channel_id: $s, message_id: $one.id} < ok
dana < no chat:seen
# A message that is not there can't have been read.
visa > chat:seen {channel_id: $s, message_id: 999999999} < not_found
dana < no chat:seen
