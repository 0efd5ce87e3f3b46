# Who waits for long counts as more urgent: they are offered, listed and told their place before a fresh one of a higher priority, as the team ages
ada is an admin
nick is a technician of network
visa, paul, vera are visitors
ada > PATCH /api/teams/$network.id {assignment: round_robin, settings: {offer_timeout: "60s", aging: "10m"}} < 200
nick > agent:set_status {status: away}
visa starts a chat {subject: "Old and low", priority: low, team_id: $network.id} -> $low
paul starts a chat {subject: "Fresh and urgent", priority: urgent, team_id: $network.id} -> $urgent
vera starts a chat {subject: "Fresh, of no team", priority: high} -> $high
within 5 s: nick > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $urgent, position: 1}, {session_id: $high, position: 1}, {session_id: $low, position: 2}]}
database > UPDATE pending_chat_requests SET enqueued_at = enqueued_at - interval '31 minutes' WHERE channel_id = $low
ada > PATCH /api/teams/$network.id {settings: {offer_timeout: "61s", aging: "10m"}} < 200
within 5 s: nick > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $low, position: 1}, {session_id: $urgent, position: 2}, {session_id: $high, position: 1}]}
visa > chat:session {session_id: $low} < ok {session: {position: 1}}
nick > GET /api/live-chat/agent/sessions?status=pending&sort=oldest < 200 {data: [{session_id: $low}, {session_id: $urgent}, {session_id: $high}]}
nick > queue:stats {} < ok {waits: [{session_id: $low}, {session_id: $urgent}, {session_id: $high}]}
# Page by page as well.
nick > GET /api/live-chat/agent/sessions?status=pending&limit=1 < 200 {data: [{session_id: $low}], next_cursor: *} -> $c = next_cursor
nick > GET /api/live-chat/agent/sessions?status=pending&limit=1&cursor=$c < 200 {data: [{session_id: $urgent}], next_cursor: *} -> $c = next_cursor
nick > GET /api/live-chat/agent/sessions?status=pending&limit=1&cursor=$c < 200 {data: [{session_id: $high}], next_cursor: null}
# A team that ages more slowly, or not at all, takes the urgent one first; those of no team go by the operator's ten minutes.
ada > PATCH /api/teams/$network.id {settings: {offer_timeout: "61s", aging: "1h"}} < 200
within 5 s: nick > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $urgent, position: 1}, {session_id: $low, position: 2}, {session_id: $high}]}
ada > PATCH /api/teams/$network.id {settings: {offer_timeout: "61s", aging: "0s"}} < 200
within 5 s: nick > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $urgent, position: 1}, {session_id: $low, position: 2}, {session_id: $high}]}
ada > PATCH /api/teams/$network.id {settings: {offer_timeout: "61s", aging: "10m"}} < 200
within 5 s: nick > GET /api/live-chat/agent/sessions?status=pending < 200 {data: [{session_id: $low, position: 1}, ...]}
# And the router does as the list says.
nick > agent:set_status {status: online}
nick < chat:offer {session_id: $low}
nick < no chat:offer
nick accepts $low
nick < chat:offer {session_id: $urgent}
nick accepts $urgent
