# One's other devices are told of one's status at once and each time, also where all others are told once a second
dana, omar are technicians
phone is another device of dana
30 times omar > agent:set_status {status: busy}
dana > agent:set_status {status: offline}
dana > agent:set_status {status: away}
phone < agent:status {user_id: $dana.id, status: offline}
phone < agent:status {user_id: $dana.id, status: away}
