# Who has left their open chat and starts again is in it again, and everybody is told; a second start of who is in it changes nothing
visa is a visitor
dana is a technician
visa starts a chat {subject: "Back in a minute"} -> $s
dana accepts $s
visa < chat:session_assigned {participant: {id: $dana.id, kind: technician, role: agent, joined_at: *}}
visa leaves $s
dana < chat:participant_left {user: {id: $visa.id}} -> $left
visa > chat:start {subject: "I am back"} < ok {session: {session_id: $s, subject: "Back in a minute"}}
dana < chat:participant_joined {session_id: $s, seq: $left.seq + 1, user: {id: $visa.id}, participant: {id: $visa.id, role: customer, joined_at: *}} -> $joined
dana says "Welcome back" in $s
visa < chat:new_message {message: {content: "Welcome back"}}
visa > chat:start {subject: "Once more"} < ok {session: {session_id: $s}}
dana < no chat:participant_joined
dana > chat:join {channel_id: $s} < ok {participants: [{id: $visa.id, joined_at: $joined.participant.joined_at}, ...]}
