# A client asks to be called; technicians call, and complete the request with a note
visa, paul are visitors
dana is a technician
omar is a technician
visa starts a chat {subject: "Call me"} -> $s
dana < chat:new_session {session_id: $s}
visa > chat:request_callback {session_id: $s} < invalid {errors: [{field: phone}]}
visa > chat:request_callback {session_id: $s, phone: "at home"} < invalid {errors: [{field: phone}]}
visa > chat:request_callback {session_id: $s, phone: "+49 30 1234", preferred_at: "2020-01-01T12:00:00Z"} < invalid {errors: [{field: preferred_at}]}
visa > chat:request_callback {session_id: $s, phone: "+49 30 1234", note: ""} < invalid {errors: [{field: note}]}
paul > chat:request_callback {session_id: $s, phone: "+49 30 1234"} < not_found
visa > chat:request_callback {session_id: $s, phone: "+49 (30) 1234", preferred_at: "2099-01-01T12:00:00Z", note: "After lunch", client_id: uuid(call)} < ok {session: {status: callback, callback: null}, seq: *} -> $asked
visa > chat:request_callback {session_id: $s, phone: "+49 (30) 1234", preferred_at: "2099-01-01T12:00:00Z", note: "After lunch", client_id: uuid(call)} < ok {seq: $asked.seq}
# The number is for technicians only, in the room or not.
visa < chat:callback_requested {session_id: $s, seq: $asked.seq, session: {status: callback, callback: null}, message: {system: {code: callback_requested}}}
dana < chat:callback_requested {session_id: $s, seq: null, session: {status: callback, callback: {phone: "+49 (30) 1234", preferred_at: "2099-01-01T12:00:00.000Z", note: "After lunch", requested_at: *}}}
visa > chat:session {session_id: $s} < ok {session: {status: callback, callback: null}}
omar > GET /api/live-chat/agent/sessions?status=callback&sort=newest&limit=1 < 200 {data: [{session_id: $s, callback: {phone: "+49 (30) 1234"}}]}
# A wrong number is put right.
visa > chat:request_callback {session_id: $s, phone: "+49 30 4321"} < ok {session: {status: callback}}
dana < chat:callback_requested {session_id: $s, session: {callback: {phone: "+49 30 4321", note: null}}}
dana accepts $s < invalid_state
visa > chat:keep_waiting {session_id: $s} < invalid_state
visa > chat:abandon {session_id: $s} < invalid_state
omar > chat:complete {session_id: $s, note: "Called: the printer was off"} < ok {session: {status: completed, completed_at: *, completed_by: {id: $omar.id}, callback: {phone: "+49 30 4321"}}, note: {id: *, session_id: $s, author: {id: $omar.id, name: $omar.name}, text: "Called: the printer was off", edited_at: null}, seq: *} -> $done
visa < chat:completed {session_id: $s, seq: $done.seq, by: {id: $omar.id}, session: {status: completed, callback: null}}
dana < chat:completed {session_id: $s, seq: null, session: {status: completed, callback: {phone: "+49 30 4321"}}}
visa > chat:request_callback {session_id: $s, phone: "+49 30 1234"} < invalid_state
