# Logout closes the open sockets of that sign-in, and no other
dana is a technician
tab is another tab of dana
phone is another device of dana
dana > POST /api/auth/logout {} < ok
dana, tab < closed 4401
dana > GET /api/me < unauthenticated
phone > GET /api/me < 200 {user: {id: $dana.id}}
nobody > POST /api/auth/refresh {refresh_token: $dana.refresh_token} < unauthenticated
