# Whoever lost the answer to their start asks again on a new connection, and hears the chat there
doors: plain, socketio
visa is a visitor
dana is a technician
visa > chat:start {subject: "Lost", message: "first", client_id: uuid(start)} -> $s = session.session_id
visa goes away
dana accepts $s
tab is another tab of visa
tab > chat:start {subject: "Lost", message: "first", client_id: uuid(start)} < ok {session: {session_id: $s, status: pending}}
tab > chat:session {session_id: $s} < ok {session: {status: active}}
dana says "Hello" in $s
tab < chat:session_assigned
tab < chat:new_message {message: {content: "Hello"}}
