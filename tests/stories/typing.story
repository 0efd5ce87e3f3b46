# Typing is shown to the others, ends by itself, and is not stored
visa is a visitor
dana is a technician
visa starts a chat {subject: "Typing"} -> $s
dana accepts $s
visa < chat:session_assigned
visa > chat:typing {channel_id: $s, is_typing: true}
dana < chat:typing {session_id: $s, channel_id: $s, user: {id: $visa.id}, is_typing: true, seq: null}
visa < no chat:typing
# Six seconds later it is over, though nobody said so.
dana < chat:typing {user: {id: $visa.id}, is_typing: false}
dana > chat:typing {channel_id: $s, is_typing: true}
visa < chat:typing {user: {id: $dana.id, name: "Dana"}, is_typing: true}
dana > chat:typing {channel_id: $s, is_typing: false}
visa < chat:typing {user: {id: $dana.id}, is_typing: false}
# A message ends it too, without a word about it being needed; no seq was used up.
visa says "typed" in $s -> $m
dana < chat:new_message {seq: $m.seq}
