# A hundred messages without waiting keep their order
visa is a visitor
dana is a technician
visa starts a chat {subject: "Burst"} -> $s
dana accepts $s
visa < chat:session_assigned
100 times visa says "line $i" in $s -> $last
dana < chat:new_message {message: {content: "line 1"}} -> $first = seq
dana < chat:new_message {message: {content: "line 100"}, seq: $first + 99}
check $last is {seq: $first + 99, content: "line 100"}
