# Who has said offline and opens another window is online, and everybody is told
dana, omar are technicians
dana > agent:set_status {status: offline}
omar < agent:status {user_id: $dana.id, status: offline}
desk is another tab of dana
omar < agent:status {user_id: $dana.id, status: online}
dana < agent:status {user_id: $dana.id, status: online}
