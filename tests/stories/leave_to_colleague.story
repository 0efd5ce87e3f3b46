# Who leaves hands the chat to a colleague in it who is here; when there is none, it waits
visa is a visitor
dana, omar, nora are technicians
visa starts a chat {subject: "Three of you"} -> $s
dana accepts $s
omar joins $s
nora joins $s
omar > agent:set_status {status: do_not_respond}
dana leaves $s < ok {session: {agent_id: $nora.id, queued: false}}
visa < chat:participant_left {user: {id: $dana.id}, session: {agent_id: $nora.id}}
nora leaves $s < ok {session: {agent_id: null, queued: true}}
dana accepts $s < ok {session: {agent_id: $dana.id, queued: false}}
omar > agent:set_status {status: online}
