# A second start returns the open chat, from the same tab, another tab, or two at once
visa is a visitor
tab is another tab of visa
dana is a technician
visa starts a chat {subject: "Once"} -> $s
dana < chat:new_session {session_id: $s}
visa starts a chat {subject: "Twice"} < ok {session: {session_id: $s, subject: "Once"}}
tab starts a chat {subject: "Thrice"} < ok {session: {session_id: $s}}
visa starts a chat {subject: "Again"} -> $a | tab starts a chat {subject: "Again"} -> $b
check $a is $s
check $b is $s
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $s}]}
dana < no chat:new_session {session_id: not $s}
