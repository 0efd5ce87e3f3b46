# A transfer that cannot come back holds up no other
ada is an admin
dana is a technician
nick is a technician of network
visa, paul are visitors
ada > PATCH /api/teams/$network.id {settings: {transfer_timeout: "1s"}} < 200
visa starts a chat {subject: "Stuck"} -> $s
dana accepts $s
paul starts a chat {subject: "Behind it"} -> $p
dana accepts $p
visa, paul < chat:session_assigned
database > ALTER TABLE chat_transfers ADD CONSTRAINT "stuck_$s" CHECK (channel_id <> $s OR state <> 'returned') NOT VALID
dana > chat:transfer {session_id: $s, team_id: $network.id} < ok
dana > chat:transfer {session_id: $p, team_id: $network.id} < ok
visa, paul < chat:transferred {transfer: {state: pending}}
within 10 s: paul < chat:transferred {session_id: $p, transfer: {state: returned, reason: expired}, session: {agent_id: $dana.id}}
database > ALTER TABLE chat_transfers DROP CONSTRAINT "stuck_$s"
within 10 s: visa < chat:transferred {session_id: $s, transfer: {state: returned, reason: expired}, session: {agent_id: $dana.id}}
ada > PATCH /api/teams/$network.id {settings: {}} < 200
