# The daemon dies in the middle of a transfer: it goes on, or comes back
ada is an admin
dana, omar are technicians
nick is a technician of network
visa, paul are visitors
ada > PATCH /api/teams/$network.id {settings: {offer_timeout: "60s"}} < 200
visa starts a chat {subject: "In the middle", team_id: $network.id} -> $s
dana accepts $s
visa < chat:session_assigned
dana > chat:transfer {session_id: $s, agent_id: $omar.id, note: "Before the crash"} < ok
omar < chat:offer {session_id: $s} -> $o = offer_id
visa < chat:transferred {transfer: {state: pending}}
kill the daemon
dana comes back
visa comes back
omar comes back
omar < chat:offer {session_id: $s, offer_id: $o}
dana > chat:session {session_id: $s} < ok {session: {agent_id: $dana.id, queued: true}}
omar > chat:accept {session_id: $s, offer_id: $o} < ok {session: {agent_id: $omar.id}}
visa < chat:session_assigned {agent: {id: $omar.id}}
dana < chat:session_assigned {agent: {id: $omar.id}}
dana > chat:transfers {session_id: $s} < ok {data: [{state: completed, note: "Before the crash"}]}
# Its time runs out while the daemon is down.
ada > PATCH /api/teams/$network.id {settings: {transfer_timeout: "1s"}} < 200
paul comes back
paul starts a chat {subject: "Out of time"} -> $p
dana accepts $p
paul < chat:session_assigned
dana > chat:transfer {session_id: $p, team_id: $network.id} < ok
paul < chat:transferred {transfer: {state: pending}}
kill the daemon
dana comes back
paul comes back
within 10 s: paul < chat:transferred {transfer: {state: returned, reason: expired}, session: {agent_id: $dana.id, queued: false}}
dana > chat:session {session_id: $p} < ok {session: {agent_id: $dana.id, queued: false}}
ada > PATCH /api/teams/$network.id {settings: {}} < 200
