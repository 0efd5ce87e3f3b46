# A chat that is over for too long, or beside another one that is open, stays closed
visa is a visitor
dana is a technician
ada is an admin
ada > PATCH /api/chat-configs/$config {settings: {}} < 200
visa starts a chat {subject: "Done", config_id: "$config"} -> $s
dana accepts $s
visa ends $s
visa starts a chat {subject: "Another", config_id: "$config"} -> $t
visa says "Still there?" in $s < session_closed
visa ends $t
ada > PATCH /api/chat-configs/$config {settings: {reopen_within: "0s"}} < 200
visa says "Still there?" in $s < session_closed
visa says "Still there?" in $t < session_closed
visa > chat:session {session_id: $s} < ok {session: {status: closed}}
ada > PATCH /api/chat-configs/$config {settings: {reopen_within: "1h"}} < 200
visa says "Still there?" in $s < ok
visa < chat:session_assigned {session_id: $s, message: {system: {code: reopened}}}
