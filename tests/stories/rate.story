# When it is over, the client says how it was; technicians hear it, and it can be said better
visa, paul are visitors
tab is another tab of visa
ada is an admin
dana, omar are technicians
visa starts a chat {subject: "Rated"} -> $s
visa > chat:rate {session_id: $s, score: 5} < invalid_state
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
visa > chat:rate {session_id: $s, score: 5} < invalid_state
dana ends $s
visa, tab, dana < chat:ended
visa > chat:rate {session_id: $s, score: 4, comment: "Quick"} < ok {rating: {score: 4, comment: "Quick", created_at: *}, seq: null} -> $r = rating
dana < chat:rated {session_id: $s, channel_id: $b, chatId: $s, seq: 1, rating: {score: 4, comment: "Quick"}, by: {id: $visa.id}, message: {type: system_event, channel_id: $b, session_id: $s, visibility: internal, content: "Visa rated the chat: 4 of 5.", system: {code: rated, params: {rating: {score: 4}}}}}
tab < chat:rated {session_id: $s, channel_id: $s, seq: null, message: null, rating: {score: 4}}
# Shown with the session to technicians, and a filter of the list.
dana > chat:session {session_id: $s} < ok {session: {rating: {score: 4, comment: "Quick", created_at: $r.created_at}}}
omar joins $s < ok {session: {rating: {score: 4}}, backstage: {messages: [{system: {code: rated}}]}}
visa > chat:session {session_id: $s} < ok {session: {rating: null}}
ada > GET /api/live-chat/admin/all-sessions?rating=4&customer_id=$visa.id < 200 {data: [{session_id: $s, rating: {score: 4}}]}
ada > GET /api/live-chat/admin/all-sessions?rating=1,2&customer_id=$visa.id < 200 {data: []}
# The same again is nothing new; another is a change.
visa > chat:rate {session_id: $s, score: 4, comment: "Quick"} < ok {rating: {score: 4, updated_at: $r.updated_at}}
dana < no chat:rated
tab > chat:rate {session_id: $s, score: 5, client_id: uuid(again)} < ok {rating: {score: 5, comment: null, created_at: $r.created_at}}
tab > chat:rate {session_id: $s, score: 5, client_id: uuid(again)} < ok {rating: {score: 5}}
tab > chat:rate {session_id: $s, score: 1, client_id: uuid(again)} < idempotency_conflict
dana < chat:rated {seq: 2, rating: {score: 5, comment: null, created_at: $r.created_at}}
dana < no chat:rated
# Whoever was away hears it when they come back.
dana goes away
visa > chat:rate {session_id: $s, score: 3} < ok
dana comes back
dana < ok {channels: {$b: {status: resumed, head_seq: 3}}}
dana < chat:rated {seq: 3, rating: {score: 3}}
# Only the client of the chat, from one to five, while it can still be remembered.
dana > chat:rate {session_id: $s, score: 5} < forbidden
paul > chat:rate {session_id: $s, score: 1} < not_found
visa > chat:rate {session_id: 999999999, score: 1} < not_found
ada > GET /api/live-chat/admin/all-sessions?rating=6 < invalid {errors: [{field: "rating[0]"}]}
visa > chat:rate {session_id: $s, score: 0} < invalid {errors: [{field: score}]}
visa > chat:rate {session_id: $s, score: 6} < invalid {errors: [{field: score}]}
visa > chat:rate {session_id: $s, score: 4.5} < invalid {errors: [{field: score}]}
visa > chat:rate {session_id: $s} < invalid {errors: [{field: score}]}
visa > chat:rate {session_id: $s, score: 4, comment: ""} < invalid {errors: [{field: comment}]}
visa > chat:rate {session_id: $s, score: 4, stars: 4} < unknown_field
database > UPDATE live_chat_sessions SET ended_at = ended_at - interval '8 days' WHERE channel_id = $s
visa > chat:rate {session_id: $s, score: 1} < invalid_state
dana > chat:session {session_id: $s} < ok {session: {rating: {score: 3}}}
# Nobody came: there is nothing to rate.
paul starts a chat {subject: "Nobody came"} -> $n
paul ends $n
paul > chat:rate {session_id: $n, score: 1} < invalid_state
