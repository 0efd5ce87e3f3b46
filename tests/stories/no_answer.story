# Nobody comes: the client is asked whether to wait on, leave or be called, and asked again
visa is a visitor
dana is a technician
ada is an admin
ada > PATCH /api/chat-configs/$config {settings: {no_answer_after: "1s"}} < 200 {settings: {no_answer_after: "1s"}}
visa starts a chat {subject: "Anybody?", config_id: "$config"} -> $s
visa < chat:no_answer {session_id: $s, channel_id: $s, chatId: $s, options: [keep_waiting, leave, callback], session: {status: pending, no_answer_at: *}}
# Again each such time, until it is answered.
visa < chat:no_answer {session_id: $s}
# Who reloads the page while waiting sees the question.
visa goes away
visa connects
visa joins $s < ok {session: {status: pending, no_answer_at: *}}
# The choice to wait on is heard by the client's other devices, and is not for ever.
tab is another tab of visa
tab joins $s
visa > chat:keep_waiting {session_id: $s} < ok {session: {status: pending, no_answer_at: null}}
tab < chat:channel_updated {session_id: $s, seq: null, session: {no_answer_at: null}}
visa, tab < chat:no_answer {session_id: $s}
dana < no chat:no_answer
dana > chat:keep_waiting {session_id: $s} < forbidden
dana > chat:abandon {session_id: $s} < forbidden
dana > chat:request_callback {session_id: $s, phone: "+49 30 1234"} < forbidden
dana accepts $s < ok {session: {status: active, no_answer_at: null}}
visa > chat:keep_waiting {session_id: $s} < invalid_state
visa > chat:abandon {session_id: $s} < invalid_state
visa > chat:request_callback {session_id: $s, phone: "+49 30 1234"} < invalid_state
visa ends $s
visa > chat:keep_waiting {session_id: $s} < session_closed
visa > chat:keep_waiting {session_id: 999999999} < not_found
