# A client who asked to be called and writes again waits again, and how to call them is not forgotten
visa is a visitor
dana is a technician
visa starts a chat {subject: "Call me"} -> $s
visa > chat:request_callback {session_id: $s, phone: "+49 30 1234", note: "After lunch"} < ok
visa says "Thank you" in $s
dana < chat:new_session {session_id: $s, session: {status: pending, callback: {phone: "+49 30 1234", note: "After lunch"}}}
visa > chat:session {session_id: $s} < ok {session: {status: pending, callback: null}}
visa > chat:abandon {session_id: $s} < ok {session: {callback: null}}
dana > GET /api/live-chat/agent/sessions?status=abandoned&sort=newest&limit=1 < 200 {data: [{session_id: $s, callback: {phone: "+49 30 1234"}}]}
