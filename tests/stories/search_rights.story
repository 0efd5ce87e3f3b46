# Nobody finds what they may not read
doors: plain
visa, paul are visitors
dana, omar are technicians
otto is a technician at elsewhere
visa starts a chat {subject: "Xylophone", message: "my xylophone is broken"} -> $v
paul starts a chat {subject: "Xylophones too", message: "a xylophone of mine as well"} -> $p
dana accepts $v
dana > chat:send_message {session_id: $v, content: "that xylophone again", visibility: internal} -> $note = message
within 5 s: dana > search:messages {q: "xylophone"} < ok {data: [{message: {id: $note.id}}, {message: {channel_id: $p}}, {message: {channel_id: $v}}], next_cursor: null}
within 5 s: dana > search:sessions {q: "xylo"} < ok {data: [{session: {session_id: $p}}, {session: {session_id: $v}}]}
# Clients: their own chats, never the backstage, nothing that counts it.
visa > search:messages {q: "xylophone", limit: 1} < ok {data: [{message: {channel_id: $v, content: "my xylophone is broken"}}], next_cursor: null}
paul > search:messages {q: "xylophone", sort: relevance} < ok {data: [{message: {channel_id: $p}}], next_cursor: null}
visa > search:messages {q: "xylophone", channel_id: $p} < not_found
visa > search:messages {q: "xylophone", channel_id: $note.channel_id} < not_found
visa > search:sessions {q: "xylo"} < ok {data: [{session: {session_id: $v, backstage_id: null, customer: {email: null}}}], next_cursor: null}
# Another tenant, nobody, and a technician whose scope excludes the organization.
otto > search:messages {q: "xylophone"} < ok {data: [], next_cursor: null}
otto > search:messages {q: "xylophone", channel_id: $v} < not_found
nobody > GET /api/search/messages?q=xylophone < unauthenticated
database > INSERT INTO organizations (tenant_id, name) VALUES ($dana.tenant_id, 'Band of Xylophones')
database > INSERT INTO user_access_scopes (tenant_id, user_id, kind, object_id) SELECT $omar.tenant_id, $omar.id, 'organization', max(id) FROM organizations WHERE tenant_id = $omar.tenant_id
omar > search:messages {q: "xylophone"} < ok {data: [], next_cursor: null}
omar > search:sessions {q: "xylophone"} < ok {data: [], next_cursor: null}
omar > search:messages {q: "xylophone", channel_id: $v} < not_found
database > UPDATE live_chat_sessions SET organization_id = (SELECT max(id) FROM organizations WHERE tenant_id = $dana.tenant_id) WHERE tenant_id = $dana.tenant_id AND channel_id = $p
omar > search:messages {q: "xylophone", limit: 1} < ok {data: [{message: {channel_id: $p}}], next_cursor: null}
within 5 s: omar > search:sessions {q: "band xylo"} < ok {data: [{session: {session_id: $p}, excerpt: [{text: "Band", hit: true}, ...]}]}
