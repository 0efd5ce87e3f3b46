# Who has left a chat by another device does not come back into it by resuming, but may be told how it ended
doors: plain, socketio
visa is a visitor
tab is another tab of visa
dana is a technician
visa starts a chat {subject: "Never mind"} -> $s
dana accepts $s
tab < chat:session_assigned {session_id: $s}
tab goes away
visa leaves $s
dana says "Are you there?" in $s
tab comes back
tab < ok {channels: {$s: {status: gone}}}
dana says "I close it then." in $s
tab < no chat:new_message
tab > chat:join {channel_id: $s} < ok
dana says "Welcome back" in $s -> $m
tab < chat:new_message {message: {id: $m.id}}
