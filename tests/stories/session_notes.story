# Completed chats are searched, and notes about them written and changed later
visa is a visitor
dana, omar are technicians
ada is an admin
otto is a technician at elsewhere
visa starts a chat {subject: "Toner"} -> $s
visa > chat:abandon {session_id: $s}
dana > chat:complete {session_id: $s, note: "Sent a *cartridge*"} < ok -> $first = note
omar > GET /api/live-chat/agent/sessions?status=completed&q=CARTRIDGE&sort=newest&limit=1 < 200 {data: [{session_id: $s}]}
omar > GET /api/live-chat/agent/sessions?status=completed&q=elephant < 200 {data: []}
ada > GET /api/live-chat/admin/all-sessions?status=completed&q=cartridge&limit=1 < 200 {data: [{session_id: $s}]}
omar > chat:add_session_note {session_id: $s, text: "It arrived", client_id: uuid(note)} < ok {session_id: $s, text: "It arrived", author: {id: $omar.id}, edited_at: null} -> $second
omar > chat:add_session_note {session_id: $s, text: "It arrived", client_id: uuid(note)} < ok {id: $second.id}
dana > GET /api/live-chat/$s/notes < 200 {data: [{id: $first.id, text: "Sent a *cartridge*"}, {id: $second.id}]}
# Its author changes it, or who may assign; nobody else.
omar > PATCH /api/live-chat/$s/notes/$second.id {text: "It arrived on Monday"} < 200 {id: $second.id, text: "It arrived on Monday", edited_at: *, edited_by: {id: $omar.id}}
dana > chat:edit_session_note {session_id: $s, note_id: $second.id, text: "No"} < forbidden
dana > chat:delete_session_note {session_id: $s, note_id: $second.id} < forbidden
ada > chat:edit_session_note {session_id: $s, note_id: $first.id, text: "Sent two"} < ok {author: {id: $dana.id}, edited_by: {id: $ada.id}}
dana > chat:session_notes {session_id: $s} < ok {data: [{text: "Sent two"}, {text: "It arrived on Monday"}]}
omar > DELETE /api/live-chat/$s/notes/$second.id < 204
omar > chat:delete_session_note {session_id: $s, note_id: $second.id} < not_found
dana > chat:edit_session_note {session_id: $s, note_id: $first.id, text: ""} < invalid {errors: [{field: text}]}
# Also about chats that ended otherwise, or have not ended; never by clients, or for another tenant.
visa starts a chat {subject: "Next"} -> $t
dana > chat:add_session_note {session_id: $t, text: "Knows us well"} < ok -> $n
dana accepts $t
visa ends $t
dana > chat:edit_session_note {session_id: $t, note_id: $n.id, text: "Knows us very well"} < ok {edited_at: *}
dana > chat:edit_session_note {session_id: $s, note_id: $n.id, text: "Elsewhere"} < not_found
visa > chat:session_notes {session_id: $t} < forbidden
visa > chat:add_session_note {session_id: $t, text: "me too"} < forbidden
otto > chat:session_notes {session_id: $s} < not_found
otto > chat:add_session_note {session_id: $s, text: "from elsewhere"} < not_found
otto > chat:edit_session_note {session_id: $s, note_id: $first.id, text: "from elsewhere"} < not_found
dana > chat:session_notes {session_id: $s} < ok {data: [{id: $first.id, text: "Sent two"}]}
