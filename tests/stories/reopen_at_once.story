# Two messages at once take a chat up once; both are kept
visa is a visitor
dana is a technician
visa starts a chat {subject: "Twice"} -> $s
visa > chat:abandon {session_id: $s}
tab is another tab of visa
tab joins $s
visa > chat:send_message {session_id: $s, type: text, content: "one"} < ok | tab > chat:send_message {session_id: $s, type: text, content: "two"} < ok
visa < chat:channel_updated {session_id: $s, seq: *, session: {status: pending}}
visa < no chat:channel_updated
dana > chat:messages {session_id: $s} < ok {data: [{system: {code: abandoned}}, {system: {code: reopened}}, {type: text}, {type: text}]}
# A technician completes it in the same moment: it is over, or it waits again.
visa > chat:abandon {session_id: $s}
visa > chat:send_message {session_id: $s, type: text, content: "three"} | dana > chat:complete {session_id: $s}
one of visa, dana < ok; the other < any
