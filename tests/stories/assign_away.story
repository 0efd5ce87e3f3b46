# A chat that is given to another technician is not heard by the first any more
visa is a visitor
dana, omar are technicians
ada is an admin
visa starts a chat {subject: "Handed on"} -> $s
dana accepts $s
visa < chat:session_assigned
ada > POST /api/live-chat/$s/assign {agent_id: $omar.id} < 200
visa, dana < chat:session_assigned {agent: {id: $omar.id}}
omar > chat:add_note {session_id: $s, content: "Dana was slow"} < ok
omar says "Hello from Omar" in $s
visa < chat:new_message
dana < no chat:new_message
