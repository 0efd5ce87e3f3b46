# Who takes a chat and says nothing is reminded; then it goes back to the head of the queue
ada is an admin
nick, nora are technicians of network
visa, paul are visitors
paul starts a chat {subject: "Answered", team_id: $network.id} -> $p
nora accepts $p
nora says "Here I am" in $p
ada > PATCH /api/teams/$network.id {settings: {first_reply_after: "1s"}} < 200
visa starts a chat {subject: "Silence", team_id: $network.id} -> $s
nick, nora < chat:new_session {session_id: $s}
nick accepts $s
nora < chat:session_assigned {session_id: $s}
nick < chat:reply_reminder {session_id: $s, returns_at: *}
visa, nick < chat:participant_left {session_id: $s, user: {id: $nick.id}, session: {status: active, queued: true, agent_id: null}}
ada > PATCH /api/teams/$network.id {settings: {}} < 200
nora < chat:new_session {session_id: $s}
nora accepts $s < ok {session: {agent_id: $nora.id}}
nick > chat:send_message {channel_id: $s, type: text, content: "Oh"} < not_participant
# Nora answered Paul: nobody reminds her of that.
nora < no chat:reply_reminder {session_id: $p}
nora says "Sorry" in $s
