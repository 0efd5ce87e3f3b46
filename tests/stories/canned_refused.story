# A prepared text that can't be sent says why, and nothing is sent
ada is an admin
dana is a technician of network
omar is a technician
eve is an admin at elsewhere
visa is a visitor
anon is a visitor {name: null}
ada > POST /api/canned-responses {shortcode: "ticket-$door", title: "Ticket", content: "{{customer_first_name}}, ticket {{ticket_number}} of {{organization_name}} is {{made_up}}. {{ticket_number}}"} < 201 -> $t
ada > POST /api/canned-responses {shortcode: "net-$door", title: "Network", content: "We restart the router", team_id: $network.id} < 201 -> $n
ada > POST /api/canned-responses {shortcode: "hello-$door", title: "Hello", content: "Hello {{customer_name}}"} < 201 -> $h
eve > POST /api/canned-responses {shortcode: "theirs-$door", title: "Theirs", content: "Hello"} < 201 -> $e
visa starts a chat {subject: "Refused"} -> $s
omar accepts $s
visa < chat:session_assigned
# Each variable that has no value is named, once.
omar > chat:use_canned_response {session_id: $s, shortcode: "ticket-$door"} < invalid {errors: [{field: "variables.ticket_number", message: "is missing: the chat has no ticket"}, {field: "variables.organization_name", message: /organization/}, {field: "variables.made_up"}]}
omar > chat:use_canned_response {session_id: $s, shortcode: "ticket-$door", variables: {ticket_number: "7", made_up: "done"}} < invalid {errors: [{field: "variables.organization_name"}]}
# One of a team is for its members, one of another tenant is not there.
omar > chat:use_canned_response {session_id: $s, shortcode: "net-$door"} < forbidden
omar > chat:use_canned_response {session_id: $s, canned_response_id: $n.id} < forbidden
omar > chat:use_canned_response {session_id: $s, canned_response_id: $e.id} < not_found
omar > chat:use_canned_response {session_id: $s, shortcode: "theirs-$door"} < not_found
omar > chat:use_canned_response {session_id: $s, canned_response_id: 999999999} < not_found
# Asked wrongly.
omar > chat:use_canned_response {session_id: $s} < invalid {errors: [{field: canned_response_id}]}
omar > chat:use_canned_response {session_id: $s, canned_response_id: $h.id, shortcode: "hello-$door"} < invalid {errors: [{field: canned_response_id}]}
omar > chat:use_canned_response {session_id: $s, shortcode: "hello-$door", variables: [x]} < invalid {errors: [{field: variables}]}
omar > chat:use_canned_response {session_id: $s, shortcode: "hello-$door", variables: {customer_name: 7}} < invalid
omar > chat:use_canned_response {session_id: $s, shortcode: "hello-$door", text: "x"} < unknown_field
omar > chat:use_canned_response {session_id: 999999999, shortcode: "hello-$door"} < not_found
eve > chat:use_canned_response {session_id: $s, canned_response_id: $e.id} < not_found
visa > chat:use_canned_response {session_id: $s, shortcode: "hello-$door"} < forbidden
dana > chat:use_canned_response {session_id: $s, shortcode: "hello-$door"} < not_participant
visa, omar < no chat:new_message
# Whose member one is, one may use; who joins, may speak.
dana joins $s
dana > chat:use_canned_response {session_id: $s, shortcode: "net-$door"} < ok {message: {content: "We restart the router"}}
visa < chat:new_message
# A visitor who has not said who they are has no name.
anon starts a chat {subject: "Nobody"} -> $a
omar accepts $a
anon < chat:session_assigned
omar > chat:use_canned_response {session_id: $a, shortcode: "hello-$door"} < invalid {errors: [{field: "variables.customer_name"}]}
omar > chat:use_canned_response {session_id: $a, shortcode: "hello-$door", variables: {customer_name: "you"}} < ok {message: {content: "Hello you"}}
# Longer than a message may be.
ada > POST /api/canned-responses {shortcode: "long-$door", title: "Long", content: "{{x}}{{x}}{{x}}"} < 201
database > UPDATE canned_responses SET content = repeat('long ', 3300) || '{{x}}' WHERE shortcode = 'long-$door'
omar > chat:use_canned_response {session_id: $a, shortcode: "long-$door", variables: {x: "y"}} < invalid {errors: [{field: content}]}
anon < chat:new_message {message: {content: "Hello you"}}
anon < no chat:new_message
# Over is over.
visa ends $s
dana > chat:use_canned_response {session_id: $s, shortcode: "net-$door"} < session_closed
