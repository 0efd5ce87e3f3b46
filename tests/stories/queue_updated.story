# Technicians are told when the queue changes
dana is a technician
visa is a visitor
stranger is a technician at elsewhere
visa starts a chat {subject: "Count me", priority: high} -> $s
dana < queue-updated {total: 1, by_priority: {high: 1}, version: *}
dana accepts $s
dana < queue-updated {total: 0}
stranger < no queue-updated
