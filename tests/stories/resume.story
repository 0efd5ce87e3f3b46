# A client that was away gets what it missed, once, in order
visa is a visitor
dana is a technician
visa starts a chat {subject: "Tunnel"} -> $s
on rest: visa < chat:new_session {session_id: $s}
dana accepts $s
visa < chat:session_assigned
dana says "before" in $s
visa < chat:new_message {message: {content: "before"}}
visa goes away
dana says "missed 1" in $s
dana says "missed 2" in $s
visa comes back
visa < ok {channels: {$s: {status: resumed, head_seq: *, cursors: *}}}
visa < chat:new_message {message: {content: "missed 1"}}
visa < chat:new_message {message: {content: "missed 2"}}
dana says "live again" in $s
visa < chat:new_message {message: {content: "live again"}}
visa < nothing more
# Nothing missed: nothing comes.
visa goes away
visa comes back
visa < ok {channels: {$s: {status: resumed}}}
visa < nothing more
