# A command that can't be run says why, and nothing is changed
ada is an admin
dana, ann, anna, bo, lea are technicians
otto is a technician at elsewhere
tess is a technician of network
visa, paul are visitors
ada > PATCH /api/users/$ann.id {name: "Ann Lee"} < 200
ada > PATCH /api/users/$anna.id {name: "Ann Ray"} < 200
ada > PATCH /api/users/$bo.id {name: "Network"} < 200
visa starts a chat {subject: "Refused"} -> $s
dana > agent:set_status {status: online}
dana accepts $s < ok -> $b = session.backstage_id
visa < chat:session_assigned
# There is no such command: also not those that are of later parts.
dana > chat:command {session_id: $s, command: explode} < invalid {errors: [{field: command, message: /GET .api.commands/}]}
dana > chat:command {session_id: $s, command: summarize} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: "draft reply"} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: search, args: printer} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: callback, args: "+1 555 0101"} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: notes, args: x} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: "/"} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: ""} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s} < invalid {errors: [{field: command}]}
dana > chat:command {session_id: $s, command: note, args: [x]} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: note, arguments: x} < unknown_field
# Something lacks, or there is too much.
dana > chat:command {session_id: $s, command: note, args: "  "} < invalid {errors: [{field: args, message: "lacks the text: /note <text>"}]}
dana > chat:command {session_id: $s, command: transfer} < invalid {errors: [{field: args, message: /transfer <technician or team> .note.$/}]}
dana > chat:command {session_id: $s, command: invite, args: "\"\""} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: invite, args: "\"Ann Lee\" please"} < invalid {errors: [{field: args, message: /more than is expected/}]}
dana > chat:command {session_id: $s, command: canned} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: canned, args: "hi who"} < invalid {errors: [{field: args, message: /name=value/}]}
dana > chat:command {session_id: $s, command: canned, args: "hi a=1 a=2"} < invalid {errors: [{field: args, message: "has the variable a twice"}]}
dana > chat:command {session_id: $s, command: canned, args: "nothing-$door"} < not_found
dana > chat:command {session_id: $s, command: end, args: now} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: status} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: "search kb"} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: transfer, args: "\"Ann Lee"} < invalid {errors: [{field: args, message: "has a quote that does not end"}]}
# Several people are called so, or nobody is.
dana > chat:command {session_id: $s, command: transfer, args: ann} < invalid {errors: [{field: args, message: /Ann Lee .agent:\d+., Ann Ray .agent:\d+./}], candidates: [{kind: agent, id: $ann.id, name: "Ann Lee"}, {kind: agent, id: $anna.id, name: "Ann Ray"}]}
dana > chat:command {session_id: $s, command: transfer, args: network} < invalid {errors: [{field: args}], candidates: [{kind: agent, id: $bo.id}, {kind: team, id: $network.id}]}
dana > chat:command {session_id: $s, command: invite, args: ann} < invalid {candidates: [{id: $ann.id}, {id: $anna.id}]}
dana > chat:command {session_id: $s, command: transfer, args: nobody} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "%______________________________________________________________________________________________________________________________________________________________________________________________________________"} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: transfer, args: "Ann Lee she is nice"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "An"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "otto"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "visa"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "%"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "$visa.id"} < invalid {errors: [{field: agent_id}]}
dana > chat:command {session_id: $s, command: transfer, args: "$otto.id"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "team:999999999"} < not_found
dana > chat:command {session_id: $s, command: transfer, args: "99999999999999999999"} < not_found
dana > chat:command {session_id: $s, command: invite, args: "team:$network.id"} < invalid {errors: [{field: args}]}
dana > chat:command {session_id: $s, command: transfer, args: dana} < invalid {errors: [{field: agent_id}]}
# A client has no commands, and what they write is no command.
visa > chat:command {session_id: $s, command: end} < forbidden
visa > chat:command {session_id: $s, command: explode} < forbidden
visa says "/end" in $s
dana < chat:new_message {message: {type: text, content: "/end"}}
# One may do by a command what one may do without it, and no more.
tess > chat:command {session_id: $s, command: note, args: "from outside"} < not_participant
tess > chat:command {session_id: $s, command: contact} < not_participant
tess > chat:command {session_id: $s, command: invite, args: bo} < not_found
tess > chat:command {session_id: $s, command: transfer, args: "$ann.id"} < not_participant
otto > chat:command {session_id: $s, command: note, args: "from elsewhere"} < not_found
otto > chat:command {session_id: $s, command: status, args: away} < not_found
otto > chat:command {session_id: $s, command: explode} < invalid {errors: [{field: command}]}
ada > POST /api/roles {name: "listener-$door", permissions: ["chat.accept"]} < 201 -> $role
ada > PATCH /api/users/$lea.id {role_ids: [$role.id]} < 200
within 5 s: lea > commands:list < ok {data: [{name: canned}, {name: contact}, {name: end}, {name: invite}, {name: note}, {name: "search kb"}, {name: status}]}
lea > chat:command {session_id: $s, command: transfer, args: "\"Ann Lee\""} < forbidden
lea > chat:command {session_id: $s, command: transfer, args: "nobody"} < forbidden
lea > chat:command {session_id: $s, command: ticket} < forbidden
lea > chat:command {session_id: $s, command: ticket, args: "#1"} < forbidden
# Where there is no live chat.
dana > chat:command {channel_id: $b, command: note, args: x} < not_found
dana > chat:command {channel_id: 999999999, command: status, args: away} < not_found
dana > chat:command {command: status, args: away} < invalid {errors: [{field: channel_id}]}
# Nothing of all this has happened.
dana > chat:messages {session_id: $s} < ok {data: [{system: {code: accepted}}, {content: "/end"}]}
dana > chat:messages {channel_id: $b} < ok {data: []}
visa < no chat:transferred
dana > agent:status < ok {status: online}
# Over is over, but for what does not change the chat.
visa ends $s
dana > chat:command {session_id: $s, command: note, args: "Too late"} < session_closed
dana > chat:command {session_id: $s, command: end} < session_closed
dana > chat:command {session_id: $s, command: invite, args: "Ann Lee"} < session_closed
dana > chat:command {session_id: $s, command: contact} < session_closed
dana > chat:command {session_id: $s, command: status, args: away} < ok
