# The clock went back while a chat waited: it has waited for no time, and is taken as any other
visa is a visitor
dana is a technician
visa starts a chat {subject: "Asked tomorrow"} -> $s
database > UPDATE live_chat_sessions SET created_at = now() + interval '1 day' WHERE channel_id = $s
database > UPDATE pending_chat_requests SET enqueued_at = now() + interval '1 day' WHERE channel_id = $s
dana > queue:stats < ok {longest_wait: 0, waits: [{session_id: $s, wait: 0}]}
dana > chat:accept {session_id: $s} < ok {session: {status: active, wait_time: 0}}
visa < chat:session_assigned {session_id: $s}
visa ends $s
dana < chat:ended {session_id: $s}
