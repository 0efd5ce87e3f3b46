# Technicians see who has a chat open and who is writing, so that two do not answer at once
visa, paul are visitors
dana, omar are technicians
otto is a technician at elsewhere
visa starts a chat {subject: "Two cooks"} -> $s
# While it waits already.
omar > chat:focus {channel_id: $s} < ok
omar < chat:viewers {session_id: $s, chatId: $s, viewers: [{id: $omar.id, name: "Omar", writing: none}]}
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
dana > chat:focus {session_id: $s} < ok
dana, omar < chat:viewers {session_id: $s, channel_id: $b, viewers: [{id: *}, {id: *}]}
dana > chat:typing {channel_id: $s, is_typing: true} < ok
omar < chat:viewers {viewers: [{id: $dana.id, writing: reply}, ...]}
dana > chat:typing {channel_id: $s, is_typing: false} < ok
omar < chat:viewers {viewers: [{id: $dana.id, writing: none}, ...]}
dana > chat:typing {channel_id: $b, is_typing: true} < ok
omar < chat:viewers {viewers: [{id: $dana.id, writing: note}, ...]}
dana > chat:add_note {session_id: $s, content: "mine"} < ok
omar < chat:viewers {viewers: [{id: $dana.id, writing: none}, ...]}
# Looking away, to another chat, or being gone, is seen by the others.
paul starts a chat {subject: "Another"} -> $p
omar > chat:focus {channel_id: $p} < ok
dana < chat:viewers {session_id: $s, viewers: [{id: $dana.id}]}
omar < chat:viewers {session_id: $p, viewers: [{id: $omar.id}]}
omar > chat:focus {channel_id: $s} < ok
dana < chat:viewers {session_id: $s, viewers: [{id: *}, {id: *}]}
omar goes away
dana < chat:viewers {session_id: $s, viewers: [{id: $dana.id}]}
on sockets: dana > chat:focus {channel_id: null} < ok
# Nothing of it for clients, and no looking where one may not.
visa < no chat:viewers
visa > chat:focus {channel_id: $s} < forbidden
otto > chat:focus {channel_id: $s} < not_found
dana > chat:focus {channel_id: 999999999} < not_found
dana > chat:focus {channel_id: $b} < not_found
