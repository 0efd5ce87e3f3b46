# Two technicians make a ticket of one chat at once: it is one ticket
visa is a visitor
dana, omar are technicians
visa starts a chat {subject: "Twice"} -> $s
dana accepts $s
omar joins $s
dana > chat:convert_to_ticket {session_id: $s, title: "Dana's"} | omar > chat:convert_to_ticket {session_id: $s, title: "Omar's"}
dana < ok -> $one = ticket
omar < ok -> $other = ticket
check $one is {id: $other.id, title: $other.title, number: $other.number}
visa < ticket:linked {ticket: {id: $one.id}}
visa < no ticket:linked
dana > GET /api/tickets?session_id=$s < 200 {data: [{id: $one.id}]}
