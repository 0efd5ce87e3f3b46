# Outside office hours a visitor leaves a message and a number
visa is a visitor
dana is a technician
ada is an admin
ada > PATCH /api/chat-configs/$config {after_hours: callback, office_hours: {time_zone: "Europe/Berlin", week: {}}} < 200
visa > chat:start {subject: "At night", config_id: "$config", message: "The server is down"} < ok {session: {status: callback, queued: false, callback: null}, seq: *} -> $started
visa > chat:session {session_id: $started.session.session_id} < ok -> $s = session.session_id
visa < chat:callback_requested {session_id: $s, seq: $started.seq, session: {status: callback}, message: {system: {code: message_left}}}
dana < chat:callback_requested {session_id: $s, seq: null, session: {status: callback, callback: {phone: null, requested_at: *}}}
# What comes to mind later belongs to it.
visa says "The one in the cellar" in $s < ok
visa > chat:start {subject: "Again", config_id: "$config", message: "Hello?"} < ok {session: {session_id: $s, status: callback}}
visa > chat:request_callback {session_id: $s, phone: "+43 1 555 0100"} < ok {session: {status: callback}}
dana < chat:callback_requested {session_id: $s, session: {callback: {phone: "+43 1 555 0100"}}}
dana > chat:messages {session_id: $s} < ok {data: [{content: "The server is down"}, {type: system_event}, {content: "The one in the cellar"}, {content: "Hello?"}, {type: system_event}]}
dana accepts $s < invalid_state
dana > chat:complete {session_id: $s, note: "Called in the morning"} < ok {session: {status: completed}}
visa says "Thanks" in $s < session_closed
ada > PATCH /api/chat-configs/$config {office_hours: null} < 200
