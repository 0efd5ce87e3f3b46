# A console tells each minute that somebody is at work
dana is a technician
visa is a visitor
dana > agent:activity_ping {} < ok {status: online, last_activity_at: *} -> $first = last_activity_at
dana > agent:set_status {status: busy}
dana > POST /api/agent/activity {} < 200 {status: busy, last_activity_at: *} -> $second
check $second is {last_activity_at: not $first}
visa > agent:activity_ping {} < forbidden
nobody > POST /api/agent/activity {} < unauthenticated
dana > agent:set_status {status: online}
