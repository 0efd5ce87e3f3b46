# What happens to a chat is part of its history, with a code for translation
visa is a visitor
dana is a technician
visa starts a chat {subject: "System", message: "first"} -> $s
dana accepts $s
visa says "thanks" in $s
visa ends $s
visa > GET /api/live-chat/$s/messages < 200 {data: [{content: "first"}, {type: system_event, sender: {kind: system}, system: {code: *, params: *}, content: *}, {content: "thanks"}, {type: system_event, system: {code: *}}, ...]}
