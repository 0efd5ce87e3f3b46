# A client is no technician, and a technician is no client
visa, paul are visitors
dana is a technician
visa starts a chat {subject: "Mine"} -> $s
on rest: visa < chat:new_session {session_id: $s}
visa accepts $s < forbidden
paul joins $s < not_found
paul says "Let me in" in $s < not_found
paul > GET /api/live-chat/$s/messages < not_found
visa > GET /api/live-chat/agent/sessions?status=pending < forbidden
dana < chat:new_session {session_id: $s}
dana accepts $s
dana, visa < chat:session_assigned {session_id: $s}
dana, visa, paul < nothing more
