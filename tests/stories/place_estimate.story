# How long it may take: by how fast the queue of one's team moves; sooner as it moves, later where it stands still
doors: plain
ada is an admin
nora is a technician of network
hank is a technician of hardware
visa, paul, vera, rosa are visitors
# Nobody was taken within the last hour: nobody knows.
visa starts a chat {subject: "First", team_id: $network.id} -> $a
visa < chat:queue_position {session_id: $a, position: 1, estimated_wait_seconds: null}
nora accepts $a
visa ends $a
paul starts a chat {subject: "Other team", team_id: $hardware.id} -> $b
hank accepts $b
paul ends $b
# Who was taken in network half an hour ago had waited for five minutes; in hardware for ten seconds.
database > UPDATE live_chat_sessions SET wait_seconds = 300, assigned_at = now() - interval '30 min' WHERE channel_id = $a
database > UPDATE live_chat_sessions SET wait_seconds = 10, assigned_at = now() - interval '30 min' WHERE channel_id = $b
visa starts a chat {subject: "One", team_id: $network.id} -> $one
visa < chat:queue_position {session_id: $one, position: 1, estimated_wait_seconds: 300}
paul starts a chat {subject: "Two", team_id: $network.id} -> $two
paul < chat:queue_position {session_id: $two, position: 2, estimated_wait_seconds: 600}
vera starts a chat {subject: "Printer", team_id: $hardware.id} -> $printer
vera < chat:queue_position {session_id: $printer, position: 1, estimated_wait_seconds: 10}
# No team: as fast as all are together.
rosa starts a chat {subject: "Any"} -> $any
rosa < chat:queue_position {session_id: $any, position: 1, estimated_wait_seconds: 155}
# One is taken, at once: it is less for who is next now.
nora accepts $one
paul < chat:queue_position {session_id: $two, position: 1, estimated_wait_seconds: < 160}
# Nobody has come for an hour: it is not said to be sooner than that.
database > UPDATE pending_chat_requests SET entered_at = now() - interval '1 hour' WHERE channel_id = $two AND status = 'waiting'
visa ends $one
rosa ends $any
within 10 s: paul < chat:queue_position {session_id: $two, position: 1, estimated_wait_seconds: >= 3600}
vera ends $printer
