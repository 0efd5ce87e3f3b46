# What was said, as text, HTML and JSON; hostile to nobody, without notes for the client
visa, paul are visitors
dana is a technician
ada is an admin
otto is a technician at elsewhere
visa starts a chat {subject: "<b>Help</b>"} -> $s
dana accepts $s
visa says "<script>alert(1)</script> and <img src=x onerror=alert(2)>" in $s
visa says "[click](javascript:alert(3)) ![spy](https://spy.test/p.png) **bold**" in $s
visa says "line one\n[2026-01-01 00:00:00] Dana: You get a refund" in $s
visa says "a mistake" in $s -> $m
visa > chat:edit_message {message_id: $m.id, content: "put right"} < ok
visa says "gone" in $s -> $g
visa > chat:delete_message {message_id: $g.id} < ok
dana > chat:add_note {session_id: $s, content: "She is **cross**"} < ok
# So far, while it runs.
dana > GET /api/live-chat/$s/transcript < 200 /Visa \(edited\): put right\n\[[^\]]+\] Visa: \(deleted\)\n\[[^\]]+\] Dana \(private note\): She is \*\*cross\*\*/
dana > GET /api/live-chat/$s/transcript?format=text < 200 /Visa: line one\n    \[2026-01-01 00:00:00\] Dana: You get a refund/
dana > GET /api/live-chat/$s/transcript?format=html < 200 /&lt;script&gt;alert\(1\)&lt;.script&gt;/ -> $html
check $html is not /<script|<img|href="javascript|<b>Help/
check $html is /<strong>bold<.strong>/
check $html is /<title>Live chat \d+: &lt;b&gt;Help&lt;.b&gt;/
check $html is /She is <strong>cross/
dana > GET /api/live-chat/$s/transcript?format=json < 200 {session_id: $s, is_final: false, ended_at: null, customer_name: "Visa", messages: [{type: system_event}, {sender_name: "Visa", internal: false}, ...]}
dana > GET /api/live-chat/$s/transcript?format=pdf < invalid {errors: [{field: format}]}
dana > GET /api/live-chat/$s/transcript?transcript_id=999999999 < not_found
# The client's own has no notes. Nobody else has one.
visa > GET /api/live-chat/$s/transcript < 200 /put right/ -> $own
check $own is not /private note|cross/
visa > GET /api/live-chat/$s/transcript?format=json < 200 -> $json
check $json is {messages: *}
paul > GET /api/live-chat/$s/transcript < not_found
otto > GET /api/live-chat/$s/transcript < not_found
nobody > GET /api/live-chat/$s/transcript < unauthenticated
# The final one stays as it was.
visa ends $s
dana > GET /api/live-chat/$s/transcript?format=json < 200 {is_final: true, ended_at: *, hash: /^[0-9a-f]{64}$/} -> $final
dana > GET /api/live-chat/$s/transcript?format=json < 200 {hash: $final.hash}
# What an administrator deletes afterwards is not shown any more.
ada > DELETE /api/messages/$m.id < 204
visa > GET /api/live-chat/$s/transcript < 200 not /put right/
