# A chat that is started in one window is told in the client's others; so is one that a technician starts for them
visa, paul are visitors
tab is another tab of visa
dana is a technician
visa starts a chat {subject: "In two windows"} -> $s
tab < chat:new_session {session_id: $s, session: {subject: "In two windows", customer_id: $visa.id, backstage_id: null}}
on sockets: visa < no chat:new_session
dana > chat:start {subject: "I call you", customer_id: $paul.id} -> $p = session.session_id
paul < chat:new_session {session_id: $p, session: {subject: "I call you", backstage_id: null}}
dana accepts $p
paul < chat:session_assigned {session_id: $p}
tab < no chat:new_session {session_id: $p}
