# A chat is handed over: who has it stays until the next one has taken it
dana, omar, nils are technicians
phone is another device of dana
visa is a visitor
visa starts a chat {subject: "Handed over"} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned {agent: {id: $dana.id}}
dana > chat:transfer {session_id: $s, agent_id: $omar.id, note: "She is **angry**", client_id: uuid(t)} < ok {session: {agent_id: $dana.id, status: active, queued: true}, transfer: {from: {id: $dana.id}, to: {id: $omar.id}, team_id: null, state: pending, note: "She is **angry**", immediate: false}, seq: *} -> $t
visa, dana, phone < chat:transferred {session_id: $s, chatId: $s, seq: $t.seq, transfer: {id: $t.transfer.id, state: pending, note: null, to: {id: $omar.id}}, session: {agent_id: $dana.id, queued: true, backstage_id: null}, message: {content: "Dana is handing the chat over to Omar.", system: {code: transfer_begun, params: {transfer: {note: null}}}}}
dana, phone < chat:new_message {channel_id: $b, message: {content: "She is **angry**", visibility: internal, sender: {id: $dana.id}}}
omar < chat:offer {session_id: $s, offer_id: *} -> $o = offer_id
# Technicians outside the room hear that it waits, as of all that waits.
omar, nils < chat:transferred {session_id: $s, seq: null, message: null, transfer: {state: pending}}
nils < no chat:offer
nils accepts $s < offered_to_another
# Meanwhile the sender goes on, and what is asked twice is done once.
dana says "One moment" in $s
visa < chat:new_message {message: {content: "One moment"}}
dana > chat:transfer {session_id: $s, agent_id: $omar.id, note: "She is **angry**", client_id: uuid(t)} < ok {seq: $t.seq}
phone > chat:transfer {session_id: $s, agent_id: $omar.id} < ok {seq: null, transfer: {id: $t.transfer.id}}
visa, omar < no chat:transferred
omar > chat:accept {session_id: $s, offer_id: $o} < ok {session: {agent_id: $omar.id, queued: false}, seq: *} -> $a
visa, dana, phone < chat:session_assigned {session_id: $s, seq: $a.seq, agent: {id: $omar.id}}
# The sender has left, on all their devices; the next one has the note.
omar says "I take over" in $s
visa < chat:new_message {message: {content: "I take over"}}
dana, phone < no chat:new_message {message: {content: "I take over"}}
dana says "Still here" in $s < not_participant
omar joins $s < ok {participants: [{id: $visa.id}, {id: $omar.id}], backstage: {messages: [{content: "She is **angry**"}]}}
dana > chat:transfers {session_id: $s} < ok {data: [{id: $t.transfer.id, state: completed, accepted_by: {id: $omar.id}, answered_at: *, note: "She is **angry**"}]}
visa > chat:messages {session_id: $s} < ok {data: [{system: {code: accepted}}, {system: {code: transfer_begun}}, {content: "One moment"}, {system: {code: accepted}}, {content: "I take over"}]}
visa > chat:transfers {session_id: $s} < forbidden
visa < no chat:new_message
