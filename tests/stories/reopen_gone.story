# Taken up again while nobody has it, a chat is nobody's: who had it, or looked at it, hears no more of it, and does not get it when the next one leaves
visa is a visitor
dana, omar, nils are technicians
visa starts a chat {subject: "Back tomorrow"} -> $s
dana accepts $s
visa < chat:session_assigned {session_id: $s}
visa ends $s
dana < chat:ended {session_id: $s, seq: *}
nils joins $s < ok {session: {status: closed}, participants: [{id: $visa.id}, {id: $dana.id}]}
dana > agent:set_status {status: away}
visa says "One more thing" in $s -> $m
visa, dana < chat:channel_updated {session_id: $s, seq: $m.seq - 1, session: {status: pending, agent_id: null}}
on sockets: nils < chat:channel_updated {session_id: $s, seq: $m.seq - 1}
visa says "Hello?" in $s
dana, nils < no chat:new_message
dana says "At home" in $s < not_participant
nils joins $s < invalid_state
omar accepts $s
omar joins $s < ok {participants: [{id: $visa.id}, {id: $omar.id}]}
omar leaves $s < ok {session: {agent_id: null, queued: true}}
dana accepts $s < ok {session: {agent_id: $dana.id}}
dana > agent:set_status {status: online}
