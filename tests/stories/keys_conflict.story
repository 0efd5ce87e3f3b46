# A key is of one request of one operation; another one under it is refused by name
visa, paul are visitors
dana is a technician
visa > chat:start {subject: "One", client_id: uuid(one)} -> $s = session.session_id
visa > chat:start {subject: "Two", client_id: uuid(one)} < idempotency_conflict
visa > chat:end {session_id: $s, client_id: uuid(one)} < idempotency_conflict
visa > chat:session {session_id: $s} < ok {session: {status: pending, subject: "One"}}
# Everybody has their own keys, so nobody reads what another was answered.
paul > chat:start {subject: "Mine", client_id: uuid(one)} < ok {session: {customer_id: $paul.id}}
# What was refused is not kept: it may be tried again under its key.
dana > chat:leave {session_id: $s, client_id: uuid(leave)} < not_participant
dana accepts $s
dana > chat:leave {session_id: $s, client_id: uuid(leave)} < ok
visa > chat:start {subject: "No key", client_id: "seven"} < invalid {errors: [{field: client_id}]}
