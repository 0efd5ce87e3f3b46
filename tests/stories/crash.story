# A crash in the middle: nothing that was acknowledged is gone
visa is a visitor
dana is a technician
visa starts a chat {subject: "Crash"} -> $s
dana accepts $s
visa < chat:session_assigned
20 times dana says "line $i" in $s -> $last
visa < chat:new_message {message: {content: "line 20"}}
kill the daemon
visa, dana comes back
visa, dana < ok {channels: {$s: {status: resumed, head_seq: $last.seq}}}
dana says "on we go" in $s < ok {seq: $last.seq + 1}
visa < chat:new_message {seq: $last.seq + 1, message: {content: "on we go"}}
