# Nothing but a subject is needed; the priority is medium
visa is a visitor
visa starts a chat {subject: "Printer"} < ok {session: {priority: medium, status: pending, required_skills: [], wait_time: null, ended_at: null}}
