# Handed over at once: the sender is out of the chat with the transfer
dana, omar are technicians
nick, nora are technicians of network
visa is a visitor
visa starts a chat {subject: "At once"} -> $s
dana accepts $s
visa < chat:session_assigned
dana > chat:transfer {session_id: $s, agent_id: $omar.id, immediate: true, note: "I have to go"} < ok {session: {agent_id: $omar.id, queued: false}, transfer: {state: completed, immediate: true, accepted_by: {id: $omar.id}}, seq: *} -> $t
visa < chat:transferred {seq: $t.seq, transfer: {state: completed, note: null}, message: {content: "Dana has handed the chat over to Omar.", system: {code: transferred}}}
visa, omar < chat:session_assigned {session_id: $s, seq: $t.seq + 1, agent: {id: $omar.id}}
dana < chat:session_assigned {agent: {id: $omar.id}, seq: $t.seq + 1}
omar < no chat:offer
dana says "One more thing" in $s < not_participant
omar joins $s < ok {participants: [{id: $visa.id}, {id: $omar.id}], backstage: {messages: [{content: "I have to go"}]}}
# To a team: it waits for whoever of them takes it.
omar > chat:transfer {session_id: $s, team_id: $network.id, immediate: true} < ok {session: {agent_id: null, team_id: $network.id, queued: true, status: active}, transfer: {state: pending, immediate: true}}
visa < chat:transferred {transfer: {state: pending, immediate: true, team_id: $network.id}, session: {agent_id: null}}
omar says "And another" in $s < not_participant
nick, nora < chat:new_session {session_id: $s, session: {status: active, queued: true}}
# Two of the team at once: one has it.
nick > chat:accept {session_id: $s} | nora > chat:accept {session_id: $s}
one of nick, nora < ok -> $agent = session.agent_id; the other < already_accepted {agent: {id: $agent}}
visa < chat:session_assigned {agent: {id: $agent}}
dana > chat:transfers {session_id: $s} < ok {data: [{state: completed, accepted_by: {id: $omar.id}}, {state: completed, team_id: $network.id, accepted_by: {id: $agent}}]}
dana > chat:session {session_id: $s} < ok {session: {team_id: $network.id}}
