# Who the client is, kept with the chat as it was at its start
visa is a visitor
dana is a technician
otto is a technician at elsewhere
visa starts a chat {subject: "First", metadata: {browser: {name: "Firefox", version: 120}, page: "https://portal.test/vpn"}} -> $first
dana accepts $first
visa ends $first
visa starts a chat {subject: "Second", priority: high} -> $s
dana > GET /api/live-chat/$first/customer-context < 200 {customer: {id: $visa.id, name: "Visa", is_anonymous: true}, previous_chats_count: 0, previous_chats: [],
  browser: {name: "Firefox", version: 120}, page: "https://portal.test/vpn", account: {status: active, age_days: 0}, organization: null, devices: [],
  active_chats: [{session_id: $s, subject: "Second", status: pending}], active_tickets: [], previous_tickets_count: 0}
dana > GET /api/live-chat/$s/customer-context < 200 {previous_chats_count: 1, previous_chats: [{session_id: $first, subject: "First", status: closed, agent_name: "Dana"}],
  active_chats: [], browser: null, page: null}
# By either socket as well; never for clients, nor for another tenant.
on sockets: dana > chat:customer_context {session_id: $s} < ok {customer: {id: $visa.id}, previous_chats_count: 1}
visa > GET /api/live-chat/$s/customer-context < forbidden
otto > GET /api/live-chat/$s/customer-context < not_found
dana > GET /api/live-chat/999999999/customer-context < 404
