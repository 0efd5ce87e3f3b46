# Ten technicians accept at once; one wins, nine learn who
visa is a visitor
a, b, c, d, e, f, g, h, i, j are technicians
visa starts a chat {subject: "Ten"} -> $s
a, b, c, d, e, f, g, h, i, j < chat:new_session {session_id: $s}
a, b, c, d, e, f, g, h, i, j accepts $s
one of a, b, c, d, e, f, g, h, i, j < ok -> $agent = session.agent_id; the others < already_accepted {agent: {id: $agent}}
visa < chat:session_assigned {agent: {id: $agent}}
visa < no chat:session_assigned
a > GET /api/live-chat/agent/sessions?status=pending < 200 {data: []}
