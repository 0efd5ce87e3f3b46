# More than 1,000 events behind: a snapshot instead of the events
doors: plain, socketio
visa is a visitor
dana is a technician
visa starts a chat {subject: "Holiday"} -> $s
dana accepts $s
visa < chat:session_assigned
visa goes away
1001 times dana says "line $i" in $s -> $last
visa comes back
visa < ok {channels: {$s: {status: resync_required, head_seq: $last.seq, snapshot: {session: {session_id: $s}, messages: [{content: "line 1001"}, ...], head_seq: $last.seq}}}}
visa < no chat:new_message
dana says "and on" in $s
visa < chat:new_message {seq: $last.seq + 1, message: {content: "and on"}}
