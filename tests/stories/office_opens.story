# What was left outside office hours is told to the technicians when the office opens, once; not what has been dealt with meanwhile
ada is an admin
dana is a technician
visa, paul, vera are visitors
ada > PATCH /api/chat-configs/$config {after_hours: callback, office_hours: {time_zone: "Europe/Berlin", week: {}}} < 200
visa > chat:start {subject: "At night", config_id: "$config", message: "The server is down"} < ok {session: {status: callback}} -> $left
visa > chat:request_callback {session_id: $left.session.session_id, phone: "+43 1 555 0100"} < ok
paul > chat:start {subject: "Also at night", config_id: "$config", message: "Mail?"} < ok {session: {status: callback}} -> $done
dana > chat:complete {session_id: $done.session.session_id, note: "From home"} < ok
dana < chat:callback_requested {session_id: $left.session.session_id, session: {callback: {phone: null}}}
dana < chat:callback_requested {session_id: $left.session.session_id, session: {callback: {phone: "+43 1 555 0100"}}}
dana < chat:callback_requested {session_id: $done.session.session_id}
# It stays shut: nothing is told again.
database > UPDATE deadlines SET due_at = now() WHERE object_id IN ($left.session.session_id, $done.session.session_id)
vera starts a chat {subject: "By the telephone exchange"} -> $v
dana < chat:new_session {session_id: $v}
within 5 s: database > SELECT 1 / count(*) FROM deadlines WHERE object_id = $left.session.session_id AND due_at > now() + interval '9 min'
dana < no chat:callback_requested
# In the morning; who has come since then hears of it too.
nils is a technician
ada > PATCH /api/chat-configs/$config {office_hours: null} < 200
database > UPDATE deadlines SET due_at = now() WHERE object_id IN ($left.session.session_id, $done.session.session_id)
dana accepts $v
dana, nils < chat:callback_requested {session_id: $left.session.session_id, seq: null, session: {status: callback, subject: "At night", callback: {phone: "+43 1 555 0100"}}}
within 5 s: database > SELECT 1 / (1 - least(1, count(*))) FROM deadlines WHERE object_id = $left.session.session_id
dana, nils < no chat:callback_requested
# From now on what the client writes makes it wait.
visa says "Still down" in $left.session.session_id < ok
dana, nils < chat:new_session {session_id: $left.session.session_id, session: {status: pending}}
