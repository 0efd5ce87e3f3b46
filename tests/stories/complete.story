# An abandoned chat is completed later, without a note; of two technicians one does it
visa, paul are visitors
dana, omar are technicians
nora is a technician of network
otto is a technician at elsewhere
visa starts a chat {subject: "Nobody there"} -> $s
dana > chat:complete {session_id: $s} < invalid_state
visa > chat:abandon {session_id: $s}
dana < chat:abandoned {session_id: $s}
visa > chat:complete {session_id: $s} < forbidden
otto > chat:complete {session_id: $s} < not_found
dana > chat:complete {session_id: $s, note: ""} < invalid {errors: [{field: note}]}
dana > chat:complete {session_id: $s} | omar > chat:complete {session_id: $s}
one of dana, omar < ok {session: {status: completed}, note: null}; the other < invalid_state
visa < chat:completed {session_id: $s, session: {status: completed}}
nora < chat:completed {session_id: $s}
dana > chat:complete {session_id: $s} < invalid_state
dana accepts $s < invalid_state
visa ends $s < invalid_state
# It is over for good: the client begins another one.
visa says "Hello?" in $s < session_closed
visa starts a chat {subject: "Second try"} -> $t
dana accepts $t
dana > chat:complete {session_id: $t} < invalid_state
visa ends $t
dana > chat:complete {session_id: $t} < invalid_state
dana > GET /api/live-chat/agent/sessions?status=completed&sort=newest&limit=1 < 200 {data: [{session_id: $s, completed_by: *}]}
