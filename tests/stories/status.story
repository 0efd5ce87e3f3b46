# A technician's status is chosen, told to the others, and stays over a reconnection
dana, omar are technicians
visa is a visitor
dana > agent:set_status {status: do_not_respond} < ok {status: do_not_respond}
omar < agent:status {user_id: $dana.id, status: do_not_respond}
dana closes
dana comes back
visa starts a chat {subject: "Quiet"} -> $s
omar < chat:new_session {session_id: $s}
dana < no chat:new_session
# One may still take a chat that one sees in the list.
dana accepts $s < ok
dana > agent:set_status {status: online}
visa > agent:set_status {status: online} < forbidden
