# A visitor starts a chat: it waits in the queue, and the technicians are told
dana, omar are technicians
visa is a visitor {name: "Visa"}
visa starts a chat {subject: "VPN is down", priority: high, message: "It fails with 691"}
  < ok {session: {status: pending, subject: "VPN is down", priority: high, handled_by: none, customer: {name: "Visa"}, agent: null, created_at: /Z$/}}
  -> $s = session.session_id
dana, omar < chat:new_session {session_id: $s, channel_id: $s, chatId: $s, session: {session_id: $s, status: pending, priority: high, customer_id: $visa.id}}
# What was typed at the start is the first message.
visa > GET /api/live-chat/$s/messages < 200 {data: [{type: text, content: "It fails with 691", sender: {id: $visa.id, kind: client}, seq: >= 1}, ...]}
