# Outside office hours a visitor is told when somebody is there, and does not start a chat; a technician does for them
visa is a visitor
dana is a technician
ada is an admin
nobody > GET /api/widget/$config < 200 {open: true, office_hours: null, next_open_at: null}
ada > PATCH /api/chat-configs/$config {after_hours: refuse, office_hours: {time_zone: "Europe/Berlin", week: {monday: [{from: "09:00", to: "09:00"}]}}} < 422 {errors: [{field: "office_hours.week.monday[0]"}]}
ada > PATCH /api/chat-configs/$config {office_hours: {time_zone: "Mars/Olympus", week: {tuesday: [{from: "25:00", to: "12"}]}}} < 422 {errors: [{field: "office_hours.week.tuesday[0].to"}]}
ada > PATCH /api/chat-configs/$config {office_hours: {time_zone: "Mars/Olympus", week: {tuesday: [{from: "25:00", to: "26:00"}]}, holidays: [{date: "2026-02-30"}]}} < 422 {errors: [{field: "office_hours.time_zone"}, {field: "office_hours.week.tuesday[0].from"}, {field: "office_hours.week.tuesday[0].to"}, {field: "office_hours.holidays[0].date"}]}
ada > PATCH /api/chat-configs/$config {office_hours: {time_zone: "Europe/Berlin", week: {sunday: [{from: "22:00", to: "06:00"}], monday: [{from: "05:30", to: "12:00"}]}}} < 422 {errors: [{field: "office_hours.week.monday[0]"}]}
ada > PATCH /api/chat-configs/$config {after_hours: refuse, office_hours: {time_zone: "Europe/Berlin", week: {}}} < 200 {office_hours: {time_zone: "Europe/Berlin", week: {monday: []}}}
nobody > GET /api/widget/$config < 200 {open: false, after_hours: refuse, office_hours: {time_zone: "Europe/Berlin", week: {monday: []}, holidays: []}, next_open_at: null}
visa > chat:start {subject: "At night", config_id: "$config"} < invalid_state {reason: outside_hours, next_open_at: null, office_hours: {time_zone: "Europe/Berlin"}}
dana > chat:start {subject: "We come to you", customer_id: $visa.id, config_id: "$config"} < ok {session: {status: pending}} -> $s = session.session_id
# Their open chat is found, whatever the hour.
visa > chat:start {subject: "At night", config_id: "$config"} < ok {session: {session_id: $s}}
visa ends $s
# Open round the clock.
ada > PATCH /api/chat-configs/$config {office_hours: {time_zone: "Europe/Berlin", week: {monday: [{from: "00:00", to: "24:00"}], tuesday: [{from: "00:00", to: "24:00"}], wednesday: [{from: "00:00", to: "24:00"}], thursday: [{from: "00:00", to: "24:00"}], friday: [{from: "00:00", to: "24:00"}], saturday: [{from: "00:00", to: "24:00"}], sunday: [{from: "00:00", to: "24:00"}]}}} < 200
nobody > GET /api/widget/$config < 200 {open: true, next_open_at: null, closes_at: null}
visa > chat:start {subject: "At night", config_id: "$config"} < ok {session: {status: pending}}
ada > PATCH /api/chat-configs/$config {office_hours: null, after_hours: callback} < 200 {office_hours: null}
