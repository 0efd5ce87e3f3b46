# Administration: all sessions of the tenant, of nobody else
ada is an admin
dana is a technician
visa is a visitor
spy is an admin at elsewhere
visa starts a chat {subject: "Seen from above"} -> $s
ada > GET /api/live-chat/admin/all-sessions?status=pending < 200 {data: [{session_id: $s, subject: "Seen from above", customer: {id: $visa.id}}]}
ada > GET /api/live-chat/admin/all-sessions < 200 {data: [{session_id: $s}, ...]}
spy > GET /api/live-chat/admin/all-sessions < 200 {data: []}
visa > GET /api/live-chat/admin/all-sessions < forbidden
dana > GET /api/live-chat/admin/all-sessions < forbidden
