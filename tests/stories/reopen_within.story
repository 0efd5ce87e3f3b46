# How long a chat that is over can be taken up: the operator's day, unless the tenant says otherwise, or the team, or the chat config
ada is an admin
dana is a technician of network
visa is a visitor
database > DELETE FROM tenant_settings WHERE tenant_id = (SELECT tenant_id FROM users WHERE id = $ada.id)
ada > PATCH /api/teams/$network.id {settings: {}} < 200
ada > PATCH /api/chat-configs/$config {settings: {}} < 200
visa starts a chat {subject: "Yesterday", config_id: "$config", team_id: $network.id} -> $s
dana accepts $s
visa ends $s
# A day: after 23 hours yes, after 25 no.
database > UPDATE live_chat_sessions SET ended_at = now() - interval '25 hours' WHERE channel_id = $s
visa says "Are you there?" in $s < session_closed
database > UPDATE live_chat_sessions SET ended_at = now() - interval '23 hours' WHERE channel_id = $s
visa says "Are you there?" in $s < ok
visa, dana < chat:session_assigned {session_id: $s, agent: {id: $dana.id}, message: {system: {code: reopened}}}
# Its technician is not available: it waits.
dana > agent:set_status {status: busy}
visa ends $s
database > UPDATE live_chat_sessions SET ended_at = now() - interval '2 hours' WHERE channel_id = $s
visa says "Once more" in $s < ok
visa < chat:channel_updated {session_id: $s, session: {status: pending, agent_id: null, queued: true}}
dana > agent:set_status {status: online}
dana accepts $s
visa ends $s
# The tenant says an hour.
database > INSERT INTO tenant_settings (tenant_id, key, value) SELECT tenant_id, 'chat.reopen_within', '"1h"' FROM users WHERE id = $ada.id
database > UPDATE live_chat_sessions SET ended_at = now() - interval '2 hours' WHERE channel_id = $s
visa says "And again" in $s < session_closed
# The team says three.
ada > PATCH /api/teams/$network.id {settings: {reopen_within: "3h"}} < 200
visa says "And again" in $s < ok
visa ends $s
database > UPDATE live_chat_sessions SET ended_at = now() - interval '2 hours' WHERE channel_id = $s
# The chat config says half an hour.
ada > PATCH /api/chat-configs/$config {settings: {reopen_within: "30m"}} < 200
visa says "And still" in $s < session_closed
database > UPDATE live_chat_sessions SET ended_at = now() - interval '20 minutes' WHERE channel_id = $s
visa says "And still" in $s < ok
ada > PATCH /api/chat-configs/$config {settings: {}} < 200
