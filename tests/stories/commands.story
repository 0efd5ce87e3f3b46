# What technicians type with a slash is the operation that it stands for
ada is an admin
dana, omar are technicians
nick is a technician of network
visa is a visitor
# The type-ahead: what one may use, and how.
dana > commands:list < ok {data: [{name: canned, usage: "/canned <shortcode> [variables]", arguments: [{name: shortcode, required: true}, {name: variables, required: false, description: *}], description: *}, {name: contact, arguments: []}, {name: end}, {name: invite}, {name: note}, {name: "search kb", usage: "/search kb <words>"}, {name: status}, {name: ticket}, {name: transfer, usage: "/transfer <technician or team> [note]"}]}
dana > GET /api/commands < 200 {data: [{name: canned}, ...]}
visa > GET /api/commands < 200 {data: []}
nobody > GET /api/commands < unauthenticated
visa starts a chat {subject: "VPN"} -> $s
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
# A private note, once for its key.
dana > chat:command {session_id: $s, command: note, args: "  She is \"angry\", /really ", client_id: uuid(n)} < ok {command: note, operation: "chat:add_note", seq: *, message: null, result: {message: {content: "She is \"angry\", /really", visibility: internal, channel_id: $b, client_id: uuid(n)}}} -> $n
dana < chat:new_message {channel_id: $b, seq: $n.seq, message: {content: "She is \"angry\", /really"}}
dana > chat:command {session_id: $s, command: note, args: "She is \"angry\", /really", client_id: uuid(n)} < ok {seq: $n.seq, result: {replayed: true}}
dana > chat:command {session_id: $s, command: note, args: "Something else", client_id: uuid(n)} < idempotency_conflict
dana < no chat:new_message
# Somebody comes, by name.
dana > chat:command {channel_id: $s, command: "/Invite", args: "@nick", client_id: uuid(i)} < ok {command: invite, operation: "chat:invite", seq: *, result: {session: {session_id: $s}}} -> $i
visa, dana < chat:participant_joined {session_id: $s, seq: $i.seq, user: {id: $nick.id}}
dana > chat:command {channel_id: $s, command: "/Invite", args: "@nick", client_id: uuid(i)} < ok {seq: $i.seq}
dana > chat:command {session_id: $s, command: invite, args: "$omar.id"} < ok {seq: *}
visa, dana < chat:participant_joined {user: {id: $omar.id}}
omar, nick < chat:participant_joined
# What was prepared, with its variables.
ada > POST /api/canned-responses {shortcode: "hi-$door", title: "Greeting", content: "Hello {{who}}, it is {{what}}"} < 201
dana > chat:command {session_id: $s, command: canned, args: "hi-$door who=\"Mrs. Vey\" what=fine", client_id: uuid(c)} < ok {operation: "chat:use_canned_response", seq: *, result: {message: {content: "Hello Mrs. Vey, it is fine", sender: {id: $dana.id}}}} -> $c
visa, dana < chat:new_message {session_id: $s, seq: $c.seq, message: {type: text, content: "Hello Mrs. Vey, it is fine"}}
dana > chat:command {session_id: $s, command: canned, args: "hi-$door who=\"Mrs. Vey\" what=fine", client_id: uuid(c)} < ok {seq: $c.seq}
dana > chat:command {session_id: $s, command: canned, args: "hi-$door who=you"} < invalid {errors: [{field: "variables.what"}]}
# One's own status.
dana > chat:command {session_id: $s, command: status, args: "Do not respond"} < ok {operation: "agent:set_status", seq: null, result: {status: do_not_respond}}
omar < agent:status {user_id: $dana.id, status: do_not_respond}
dana > chat:command {session_id: $s, command: status, args: asleep} < invalid {errors: [{field: status}]}
# Handed over with a note, and by the key only once.
dana > chat:command {session_id: $s, command: transfer, args: "\"nick\" She knows VPNs, \"really\"", client_id: uuid(t)} < ok {operation: "chat:transfer", seq: *, result: {session: {agent_id: $dana.id, queued: true}, transfer: {to: {id: $nick.id}, team_id: null, state: pending, note: "She knows VPNs, \"really\""}}} -> $t
visa < chat:transferred {session_id: $s, seq: $t.seq, transfer: {to: {id: $nick.id}, note: null}}
dana < chat:new_message {channel_id: $b, message: {content: "She knows VPNs, \"really\""}}
dana > chat:command {session_id: $s, command: transfer, args: "\"nick\" She knows VPNs, \"really\"", client_id: uuid(t)} < ok {seq: $t.seq, result: {transfer: {id: $t.result.transfer.id}}}
dana > chat:command {session_id: $s, command: transfer, args: "network"} < ok {result: {transfer: {to: null, team_id: $network.id, note: null}}}
dana > chat:command {session_id: $s, command: transfer, args: "agent:$nick.id quick"} < ok {result: {transfer: {to: {id: $nick.id}, note: quick}}}
dana > chat:command {session_id: $s, command: transfer, args: "team:$network.id"} < ok {result: {transfer: {team_id: $network.id}}}
visa, dana < chat:transferred
# And it is over.
dana > chat:command {session_id: $s, command: end} < ok {operation: "chat:end", seq: *, result: {session: {status: closed}}} -> $e
visa, dana < chat:ended {session_id: $s, seq: $e.seq, reason: agent, ended_by: {id: $dana.id}}
# Asked at once under one key, and again after a crash, it is done once.
visa starts a chat {subject: "Once"} -> $o
dana accepts $o
phone is another device of dana
dana > chat:command {session_id: $o, command: invite, args: omar, client_id: uuid(o)} | phone > chat:command {session_id: $o, command: invite, args: omar, client_id: uuid(o)}
dana, phone < ok {seq: *}
dana > chat:command {session_id: $o, command: contact, client_id: uuid(p)} < ok -> $p
kill the daemon
visa, dana, omar comes back
dana > chat:command {session_id: $o, command: contact, client_id: uuid(p)} < ok {seq: $p.seq, message: {id: $p.message.id}}
dana > chat:command {session_id: $o, command: end, client_id: uuid(q)} < ok {seq: *} -> $q
dana > chat:command {session_id: $o, command: end, client_id: uuid(q)} < ok {seq: $q.seq}
visa > chat:messages {session_id: $o} < ok {data: [{system: {code: accepted}}, {system: {code: joined}}, {system: {code: ended}}]}
