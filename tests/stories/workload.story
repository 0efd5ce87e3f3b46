# How many chats a technician has, and could take
doors: plain
visa, paul are visitors
dana, omar are technicians
dora is a dispatcher
otto is a technician at elsewhere
ada is an admin, not connected
dana > GET /api/live-chat/agent/$dana.id/workload < 200 {agent_id: $dana.id, active_chats: 0, capacity: null, utilization: null, available_slots: null, chats: []}
ada > PATCH /api/users/$dana.id {max_concurrent_chats: 2} < 200 {max_concurrent_chats: 2}
visa starts a chat {subject: "One"} -> $s
dana accepts $s
dana > GET /api/live-chat/agent/$dana.id/workload < 200 {active_chats: 1, capacity: 2, utilization: 0.5, available_slots: 1, chats: [{session_id: $s, status: active}]}
paul starts a chat {subject: "Two"} -> $t
dana accepts $t
dora > GET /api/live-chat/agent/$dana.id/workload < 200 {active_chats: 2, utilization: 1, available_slots: 0}
on sockets: dora > agent:workload {agent_id: $dana.id} < ok {active_chats: 2}
# One's own; others' only for who assigns.
omar > GET /api/live-chat/agent/$dana.id/workload < forbidden
visa > GET /api/live-chat/agent/$dana.id/workload < forbidden
dora > GET /api/live-chat/agent/$otto.id/workload < not_found
dora > GET /api/live-chat/agent/$visa.id/workload < not_found
visa ends $s
dana > GET /api/live-chat/agent/$dana.id/workload < 200 {active_chats: 1, chats: [{session_id: $t}]}
