# Who gets a chat back that its client has taken up again is reminded of them, like who has just accepted it
ada is an admin
nick is a technician of network
visa is a visitor
visa starts a chat {subject: "Still broken", team_id: $network.id} -> $s
nick accepts $s
nick says "Restart it" in $s
visa ends $s
nick < chat:ended {session_id: $s}
ada > PATCH /api/teams/$network.id {settings: {first_reply_after: "1s"}} < 200
visa says "It does not help" in $s
nick < chat:session_assigned {session_id: $s, message: {system: {code: reopened}}}
nick < chat:reply_reminder {session_id: $s, returns_at: *}
nick says "I am looking" in $s
ada > PATCH /api/teams/$network.id {settings: {}} < 200
