# A text with a slash is a text; technicians type two for one
dana is a technician
visa is a visitor
visa starts a chat {subject: "Slashes"} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
dana says "//end the path with /usr//bin" in $s < ok {message: {content: "/end the path with /usr//bin"}}
visa < chat:new_message {message: {type: text, content: "/end the path with /usr//bin"}}
dana > chat:send_message {channel_id: $s, content: "/end", client_id: uuid(e)} < ok {message: {type: text, content: "/end"}}
visa < chat:new_message {message: {content: "/end"}}
dana says "///three" in $s < ok {message: {content: "//three"}}
dana says " //as it stands" in $s < ok {message: {content: " //as it stands"}}
dana > chat:send_message {channel_id: $s, content: "//note", visibility: internal} < ok {message: {channel_id: $b, content: "/note"}}
# Sent again under its key it is the same, however it is typed.
dana > chat:send_message {channel_id: $s, content: "//end", client_id: uuid(e)} < ok {replayed: true, message: {content: "/end"}}
# Clients have no commands: what they write is theirs.
visa says "//nas/share and // a comment" in $s < ok {message: {content: "//nas/share and // a comment"}}
dana < chat:new_message {message: {content: "//nas/share and // a comment"}}
visa says "/transfer" in $s < ok {message: {content: "/transfer"}}
visa > chat:session {session_id: $s} < ok {session: {status: active}}
