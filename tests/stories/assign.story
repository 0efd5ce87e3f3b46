# An administrator gives a waiting chat to a technician
ada is an admin
dana, omar are technicians
visa is a visitor
visa starts a chat {subject: "Assigned"} -> $s
ada > POST /api/live-chat/$s/assign {agent_id: $dana.id} < 200 {session: {session_id: $s, status: active, agent_id: $dana.id}}
visa, dana < chat:session_assigned {session_id: $s, agent: {id: $dana.id}}
dana says "I was sent" in $s
visa < chat:new_message {message: {content: "I was sent"}}
omar accepts $s < already_accepted {agent: {id: $dana.id}}
omar > POST /api/live-chat/$s/assign {agent_id: $omar.id} < forbidden
ada > POST /api/live-chat/$s/assign {agent_id: 999999999} < not_found
ada > POST /api/live-chat/$s/assign {agent_id: $visa.id} < not_found
