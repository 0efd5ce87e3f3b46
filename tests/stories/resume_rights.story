# Resuming is not a way into a chat that one has no part in
visa, paul are visitors
dana is a technician
visa starts a chat {subject: "Private"} -> $s
dana accepts $s
visa says "secret" in $s
paul > chat:resume {channels: {$s: 0}} < ok {channels: {$s: {status: gone}}}
paul > chat:resume {channels: {999999999: 0}} < ok {channels: {999999999: {status: gone}}}
paul < no chat:new_message
