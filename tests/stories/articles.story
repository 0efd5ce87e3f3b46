# An article answers a client; it stays as it was when it was sent
ada is an admin
dana, omar are technicians
eve is an admin at elsewhere
visa is a visitor
ada > POST /api/kb/articles {title: "VPN drops", slug: "vpn-$door", summary: "Restart the **client**.", content: "1. Restart", status: published, audience: client, url: "https://help.test/vpn", tags: [vpn]} < 201 -> $a
ada > POST /api/kb/articles {title: "A draft", slug: "draft-$door", audience: client} < 201 {status: draft} -> $d
ada > POST /api/kb/articles {title: "Router passwords", slug: "router-$door", status: published, summary: "In the safe"} < 201 {audience: internal} -> $i
eve > POST /api/kb/articles {title: "Theirs", slug: "theirs-$door", status: published, audience: client} < 201 -> $e
visa starts a chat {subject: "VPN"} -> $s
on rest: visa < chat:new_session {session_id: $s}
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $a.id, content: "Have a look", client_id: uuid(a)} < ok {message: {type: kb_article, content: "Have a look", kb_article: {id: $a.id, title: "VPN drops", summary: "Restart the **client**.", url: "https://help.test/vpn"}}, replayed: false} -> $m = message
visa < chat:new_message {session_id: $s, message: {id: $m.id, type: kb_article, content: "Have a look", kb_article: {id: $a.id, title: "VPN drops", url: "https://help.test/vpn"}}}
# Without words it says its title.
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $a.id} < ok {message: {content: "VPN drops"}}
visa < chat:new_message {message: {content: "VPN drops", kb_article: {id: $a.id}}}
# It is put right, and then taken away: what was sent stays, wherever it is read.
visa goes away
ada > PATCH /api/kb/articles/$a.id {title: "VPN", url: null, status: draft} < 200
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $a.id} < invalid {errors: [{field: kb_article_id}]}
ada > PATCH /api/kb/articles/$a.id {status: published} < 200
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $a.id, content: "again"} < ok {message: {kb_article: {id: $a.id, title: "VPN", url: null}}} -> $n = message
ada > DELETE /api/kb/articles/$a.id < 204
visa comes back
visa < ok {channels: {$s: {status: resumed, head_seq: $n.seq}}}
visa < chat:new_message {seq: $n.seq, message: {content: "again", type: kb_article, kb_article: {title: "VPN", url: null}}}
visa > chat:messages {channel_id: $s} < ok {data: [{system: {code: accepted}}, {id: $m.id, type: kb_article, kb_article: {title: "VPN drops", summary: "Restart the **client**.", url: "https://help.test/vpn"}}, {content: "VPN drops"}, {id: $n.id, kb_article: {title: "VPN"}}]}
omar joins $s < ok {messages: [{system: {code: accepted}}, {id: $m.id, kb_article: {title: "VPN drops"}}, {content: "VPN drops"}, {id: $n.id}, {system: {code: joined}}]}
# Asked again after the answer was lost it is the same message.
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $a.id, content: "Have a look", client_id: uuid(a)} < ok {replayed: true, message: {id: $m.id, kb_article: {title: "VPN drops"}}}
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $d.id, content: "Have a look", client_id: uuid(a)} < idempotency_conflict
# Its words can be edited; deleted it is gone with its article.
dana > chat:edit_message {message_id: $n.id, content: "Look again"} < ok {message: {kb_article: {title: "VPN"}}}
dana > chat:delete_message {message_id: $n.id} < ok
dana > chat:messages {channel_id: $s, before: $n.seq + 1, limit: 1} < ok {data: [{id: $n.id, content: "", kb_article: null, deleted_at: *}]}
# What clients may not see never comes into their room; behind the scenes it does.
visa < chat:participant_joined
visa < chat:message_updated
visa < chat:message_deleted
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $d.id} < invalid {errors: [{field: kb_article_id, message: "is a draft"}]}
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $i.id} < invalid {errors: [{field: kb_article_id, message: /internal/}]}
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $i.id, visibility: internal} < ok {message: {channel_id: $b, visibility: internal, kb_article: {title: "Router passwords", summary: "In the safe", url: null}}}
dana > chat:send_message {channel_id: $b, type: kb_article, kb_article_id: $d.id, content: "To be finished"} < ok {message: {kb_article: {title: "A draft"}}}
omar < chat:new_message {channel_id: $b, message: {kb_article: {title: "Router passwords"}}}
omar < chat:new_message {channel_id: $b, message: {kb_article: {title: "A draft"}}}
# Refused.
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $e.id} < not_found
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: 999999999} < not_found
dana > chat:send_message {session_id: $s, type: kb_article, content: "which?"} < invalid {errors: [{field: kb_article_id}]}
dana > chat:send_message {session_id: $s, type: text, content: "x", kb_article_id: $i.id} < invalid {errors: [{field: kb_article_id}]}
dana > chat:send_message {session_id: $s, type: text} < invalid {errors: [{field: content}]}
dana > chat:send_message {session_id: $s, type: system_event, content: "I am the system"} < invalid {errors: [{field: type}]}
visa > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $i.id} < forbidden
visa > GET /api/kb/articles < forbidden
dana > POST /api/kb/articles {title: "Mine", slug: "mine-$door"} < forbidden
eve > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $e.id} < not_found
visa < nothing more
visa ends $s
dana > chat:send_message {session_id: $s, type: kb_article, kb_article_id: $i.id, visibility: internal} < session_closed
