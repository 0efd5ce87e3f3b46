# Disabled, signed out or suspended by the command line or SQL: open sockets are closed within seconds, and only theirs
dana, omar, nora are technicians
visa is a visitor
other is a technician at elsewhere
phone is another device of omar
operator > user disable --tenant $dana.tenant --email $dana.email
dana < closed 4403
dana > GET /api/me < unauthenticated
operator > user sign-out --tenant $omar.tenant --email $omar.email
omar, phone < closed 4401
omar > GET /api/me < unauthenticated
nora > GET /api/me < 200 {user: {id: $nora.id}}
database > UPDATE user_sessions SET ended_at = now(), end_reason = 'operator' WHERE user_id = $nora.id AND ended_at IS NULL
nora < closed 4401
omar signs in again
omar connects
operator > tenant suspend $omar.tenant
omar, visa < closed 4403
visa > GET /api/me < unauthenticated
other > GET /api/me < 200 {user: {id: $other.id}}
operator > tenant activate $omar.tenant
omar > GET /api/me < 200 {user: {id: $omar.id}}
operator > user enable --tenant $dana.tenant --email $dana.email
dana signs in again
dana connects
dana > GET /api/me < 200 {user: {id: $dana.id}}
