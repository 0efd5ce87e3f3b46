# A changed status counts for the next chat, and for those that wait
dana, omar are technicians
visa is a visitor
dana > agent:set_status {status: do_not_respond}
visa starts a chat {subject: "Ring"} -> $s
omar < chat:new_session {session_id: $s}
dana < no chat:new_session
dana > agent:set_status {status: away}
dana < chat:new_session {session_id: $s}
omar < no chat:new_session
