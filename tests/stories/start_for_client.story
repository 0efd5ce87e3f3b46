# A technician starts a chat for a client
dana is a technician
visa is a visitor
dana > chat:start {subject: "You called", customer_id: $visa.id, source: agent_app} < ok {session: {customer_id: $visa.id, source: agent_app, status: pending}} -> $s = session.session_id
visa joins $s
dana accepts $s < ok {session: {status: active}}
visa < chat:session_assigned {agent: {id: $dana.id}}
# A client can't start one for somebody else, and a technician must say for whom.
paul is a visitor
paul > chat:start {subject: "Not mine", customer_id: $visa.id} < invalid
dana > chat:start {subject: "For whom?"} < invalid
# What the technician has to say they say in the chat, once they have it.
dana > chat:start {subject: "Hello", customer_id: $paul.id, message: "You called?"} < invalid {errors: [{field: message}]}
