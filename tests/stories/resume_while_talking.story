# No hole and no repeat while the others go on talking
visa is a visitor
dana is a technician
visa starts a chat {subject: "Busy tunnel"} -> $s
dana accepts $s
visa < chat:session_assigned
visa goes away
200 times dana says "line $i" in $s -> $last
visa comes back
visa < ok {channels: {$s: {status: resumed}}}
50 times dana says "after $i" in $s -> $end
visa < chat:new_message {message: {content: "line 1"}} -> $first = seq
visa < chat:new_message {message: {content: "line 200"}, seq: $first + 199}
visa < chat:new_message {message: {content: "after 50"}, seq: $first + 249}
