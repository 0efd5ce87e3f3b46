# What a client types while waiting is kept for the technician who comes
visa is a visitor
dana is a technician
visa starts a chat {subject: "Slow laptop"} -> $s
visa says "Are you there?" in $s
visa says "It is urgent" in $s
dana accepts $s < ok {session: {session_id: $s, status: active}}
dana joins $s < ok {messages: [{content: "Are you there?"}, {content: "It is urgent"}, ...], participants: [{id: $visa.id}, ...]}
