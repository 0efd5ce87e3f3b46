# Outside office hours a chat that is taken up again takes a message, or says when somebody is here; its technician gets it back at any hour
visa, paul are visitors
dana is a technician
ada is an admin
visa starts a chat {subject: "Evening", config_id: "$config"} -> $s
paul starts a chat {subject: "Night", config_id: "$config"} -> $p
dana accepts $s
dana accepts $p
visa ends $s
paul ends $p
dana > agent:set_status {status: away}
ada > PATCH /api/chat-configs/$config {after_hours: callback, office_hours: {time_zone: "Europe/Berlin", week: {}}} < 200
visa says "One more thing" in $s < ok -> $m
visa < chat:callback_requested {session_id: $s, seq: $m.seq - 1, session: {status: callback, queued: false}, message: {system: {code: message_left}}}
dana < chat:callback_requested {session_id: $s, seq: null, session: {status: callback, callback: {phone: null, requested_at: *}}}
visa > chat:request_callback {session_id: $s, phone: "+43 1 555 0100"} < ok
visa says "After nine" in $s < ok
dana < no chat:new_message
dana > chat:complete {session_id: $s, note: "Called"} < ok
ada > PATCH /api/chat-configs/$config {after_hours: refuse} < 200
paul says "Hello?" in $p < invalid_state {reason: outside_hours, next_open_at: null}
paul > chat:session {session_id: $p} < ok {session: {status: closed}}
dana > agent:set_status {status: online}
paul says "Hello?" in $p < ok
paul < chat:session_assigned {session_id: $p, agent: {id: $dana.id}}
ada > PATCH /api/chat-configs/$config {office_hours: null, after_hours: callback} < 200
