# Only who takes part can end a chat
visa, paul are visitors
dana, omar are technicians
visa starts a chat {subject: "Mine"} -> $s
dana accepts $s
paul ends $s < not_found
omar ends $s < not_participant
visa says "Still open" in $s
dana < chat:new_message {message: {content: "Still open"}}
