# Signing in, and who one is
dana is a technician
dana > GET /api/me < 200 {user: {id: $dana.id, name: "Dana", email: $dana.email, kind: *}}
nobody > GET /api/me < unauthenticated
nobody > POST /api/auth/login {email: $dana.email, password: "wrong"} < unauthenticated
nobody > POST /api/auth/login {email: "nobody@nowhere.test", password: "wrong"} < unauthenticated
nobody > POST /api/auth/login {email: $dana.email, password: "correct horse battery staple"} < 200 {access_token: *, refresh_token: *, expires_in: > 0, user: {id: $dana.id}}
