# Who hands a chat over does not wait for the next one: technicians outside hear that it is nobody's now
dana, omar, nils are technicians
visa is a visitor
visa starts a chat {subject: "Gone already"} -> $s
dana accepts $s
visa < chat:session_assigned
dana > chat:transfer {session_id: $s, agent_id: $omar.id} < ok {session: {agent_id: $dana.id, queued: true}}
nils, omar < chat:transferred {session_id: $s, session: {agent_id: $dana.id}}
dana leaves $s < ok {session: {agent_id: null, queued: true}}
visa < chat:participant_left {session_id: $s, seq: *, user: {id: $dana.id}, session: {agent_id: null}}
nils, omar < chat:participant_left {session_id: $s, seq: null, message: null, user: {id: $dana.id}, session: {session_id: $s, agent_id: null, agent: null, queued: true}}
nils > chat:session {session_id: $s} < ok {session: {agent_id: null, queued: true}}
# A colleague in it inherits it.
omar > chat:accept {session_id: $s} < ok
nils joins $s
omar > chat:transfer {session_id: $s, agent_id: $dana.id} < ok
dana < chat:transferred {session_id: $s, session: {agent_id: $omar.id}}
omar leaves $s < ok {session: {agent_id: $nils.id, queued: true}}
dana < chat:participant_left {session_id: $s, seq: null, user: {id: $omar.id}, session: {agent_id: $nils.id, queued: true}}
