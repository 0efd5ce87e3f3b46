# Refresh tokens are used once; using one again ends the whole sign-in
dana is a technician
nobody > POST /api/auth/refresh {refresh_token: $dana.refresh_token} < 200 {access_token: *, refresh_token: not $dana.refresh_token} -> $second
nobody > POST /api/auth/refresh {refresh_token: $second.refresh_token} < 200 {refresh_token: *} -> $third
# Somebody has the first one too: nobody keeps anything.
nobody > POST /api/auth/refresh {refresh_token: $dana.refresh_token} < unauthenticated
nobody > POST /api/auth/refresh {refresh_token: $third.refresh_token} < unauthenticated
dana < closed 4401
nobody > POST /api/auth/refresh {refresh_token: "garbage"} < unauthenticated
