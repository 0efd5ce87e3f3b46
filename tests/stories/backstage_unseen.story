# The technicians' companion channel is nothing to a client
visa is a visitor
dana is a technician
visa starts a chat {subject: "Behind the scenes"} -> $s
dana accepts $s < ok {session: {backstage_id: *}} -> $b = session.backstage_id
visa > chat:session {channel_id: $s} < ok {session: {backstage_id: null}}
visa says "let me in" in $b < not_found
visa > GET /api/channels/$b/messages < not_found
visa > chat:resume {channels: {$b: 0}} < ok {channels: {$b: {status: gone}}}
# What is said there does not reach the client, and leaves no hole in the client's chat.
dana says "the client is angry" in $b < ok
dana says "How can I help?" in $s
visa < chat:new_message {message: {content: "How can I help?"}}
visa < no chat:new_message
