# A start by REST that is tried again with the same key answers the same and does nothing
doors: rest
visa is a visitor
visa > POST /api/live-chat/start {subject: "Keyed", message: "only once"} < ok -> $s = session.session_id
visa > GET /api/live-chat/$s/messages < 200 {data: [{content: "only once"}, ...]}
