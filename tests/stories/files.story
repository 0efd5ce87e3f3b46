# Files are sent in a chat: uploaded first, then part of one message
visa, paul are visitors
dana, omar are technicians
stranger is a technician at elsewhere
visa starts a chat {subject: "Printer"} -> $s
dana accepts $s
visa < chat:session_assigned {session_id: $s}
visa uploads "It says E-5." as printer.log -> $log
check $log is {name: printer.log, size: 12, url: /^\/api\/files\/\d+\/printer.log\?expires=/, width: null}
visa > chat:send_message {session_id: $s, type: file, content: "Its log", attachment_ids: [$log.id], client_id: uuid(log)} < ok {message: {type: file, content: "Its log", attachments: [{id: $log.id, name: printer.log, size: 12}]}} -> $sent = message
dana < chat:new_message {session_id: $s, message: {id: $sent.id, attachments: [{id: $log.id, url: *}]}}
# Under its key it is one message, and a file is part of one only.
visa > chat:send_message {session_id: $s, type: file, content: "Its log", attachment_ids: [$log.id], client_id: uuid(log)} < ok {message: {id: $sent.id, attachments: [{id: $log.id}]}}
visa > chat:send_message {session_id: $s, type: file, attachment_ids: [$log.id]} < not_found
# By its url, as older clients do it, without a word.
dana uploads "1. Open the lid." as steps.txt -> $steps
dana > chat:send_message {session_id: $s, type: file, attachment_url: $steps.url} < ok {message: {content: "", attachments: [{id: $steps.id}]}}
visa < chat:new_message {message: {type: file, attachments: [{name: steps.txt}]}}
# Nobody sends what somebody else has uploaded, and nobody is given links to what they may not see.
omar uploads "mine" -> $omars
visa > chat:send_message {session_id: $s, type: file, attachment_ids: [$omars.id]} < not_found
dana > chat:send_message {session_id: $s, type: file, attachment_ids: [$omars.id]} < not_found
paul > files:link {attachment_id: $log.id} < not_found
stranger > files:link {attachment_id: $log.id} < not_found
omar > files:link {attachment_id: $log.id} < ok {attachment: {id: $log.id, url: *}}
visa > files:link {attachment_id: $omars.id} < not_found
# What makes no sense is said by name.
visa > chat:send_message {session_id: $s, type: file} < invalid {errors: [{field: attachment_ids}]}
visa > chat:send_message {session_id: $s, type: text, content: "x", attachment_ids: [$log.id]} < invalid {errors: [{field: type}]}
visa > chat:send_message {session_id: $s, type: file, attachment_url: "https://elsewhere.test/a.png"} < invalid {errors: [{field: attachment_url}]}
# Who comes back finds them in their place.
visa goes away
dana says "Got it" in $s
visa comes back
visa < chat:new_message {message: {content: "Got it"}}
visa > chat:messages {session_id: $s} < ok {data: [..., {id: $sent.id, attachments: [{name: printer.log}]}, ...]}
kill the daemon
visa comes back
dana comes back
visa > files:link {attachment_id: $log.id} < ok {attachment: {name: printer.log}}
visa ends $s
dana uploads "late" -> $late
dana > chat:send_message {session_id: $s, type: file, attachment_ids: [$late.id]} < session_closed
