# A new chat rings at everybody who may take it, and nowhere else
dana, omar are technicians
busy is a technician
quiet is a technician
away is a technician, not connected
stranger is a technician at elsewhere
visa, paul are visitors
quiet > agent:set_status {status: do_not_respond}
busy > agent:set_status {status: busy}
visa starts a chat {subject: "Ring"} -> $s
dana, omar, busy < chat:new_session {session_id: $s}
quiet < no chat:new_session
stranger < no chat:new_session
paul < no chat:new_session
on sockets: visa < no chat:new_session
# Every eligible one sees it in the list; another tenant does not.
dana > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $s}]}
stranger > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
