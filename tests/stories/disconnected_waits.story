# Going away while waiting does not lose the place
visa is a visitor
dana is a technician
visa starts a chat {subject: "Back soon", message: "hello?"} -> $s
visa goes away
dana < chat:new_session {session_id: $s}
dana accepts $s
dana says "I am here" in $s
visa comes back
visa < ok {channels: {$s: {status: resumed}}}
visa < chat:session_assigned {agent: {id: $dana.id}}
visa < chat:new_message {message: {content: "I am here"}}
