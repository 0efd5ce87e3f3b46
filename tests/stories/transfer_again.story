# Asked again otherwise, a transfer is another one: no note is lost
dana, omar are technicians
visa is a visitor
visa starts a chat {subject: "And tell him"} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
dana > chat:transfer {session_id: $s, agent_id: $omar.id} < ok -> $t
omar < chat:offer {session_id: $s}
# With a note that was forgotten.
dana > chat:transfer {session_id: $s, agent_id: $omar.id, note: "She is angry"} < ok {seq: *, transfer: {state: pending, note: "She is angry", to: {id: $omar.id}}} -> $n
dana < chat:new_message {channel_id: $b, message: {content: "She is angry"}}
# The same note, or none, says nothing else.
dana > chat:transfer {session_id: $s, agent_id: $omar.id, note: "She is angry"} < ok {seq: null, transfer: {id: $n.transfer.id}}
dana > chat:transfer {session_id: $s, agent_id: $omar.id} < ok {seq: null, transfer: {id: $n.transfer.id, note: "She is angry"}}
# It shall wait for them, however long it takes.
dana > chat:transfer {session_id: $s, agent_id: $omar.id, queue: true} < ok {seq: *, transfer: {state: pending}} -> $q
dana > chat:transfer {session_id: $s, agent_id: $omar.id, queue: true} < ok {seq: null, transfer: {id: $q.transfer.id}}
omar > chat:accept {session_id: $s} < ok {session: {agent_id: $omar.id}}
dana > chat:transfers {session_id: $s} < ok {data: [{id: $t.transfer.id, state: replaced}, {id: $n.transfer.id, state: replaced, note: "She is angry"}, {id: $q.transfer.id, state: completed}]}
omar joins $s < ok {backstage: {messages: [{content: "She is angry"}]}}
