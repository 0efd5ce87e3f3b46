# A visitor whom the host page vouches for is the same person each time; a wrong hash is refused
secure is a chat config {identity: verified_if_present, secret: "of the host page"}
strict is a chat config {identity: verified_only, secret: "of the host page"}
vera is a visitor of secure {name: "Vera", external_id: "c-7", identity_hash: hmac("c-7", "of the host page")}
vera starts a chat {subject: "It is me"} -> $s
back is a visitor of secure {name: "Vera", external_id: "c-7", identity_hash: hmac("c-7", "of the host page")}
check $back.id is $vera.id
back starts a chat {subject: "Me again"} < ok {session: {session_id: $s}}
nobody > POST /api/widget/$secure.id/visitors {external_id: "c-7", identity_hash: hmac("c-7", "a guess")} < forbidden
nobody > POST /api/widget/$secure.id/visitors {external_id: "c-8", identity_hash: hmac("c-7", "of the host page")} < forbidden
# Without a hash one is somebody, never Vera.
anon is a visitor of secure {name: "Vera"}
check $anon.id is not $vera.id
nobody > POST /api/widget/$strict.id/visitors {name: "Somebody"} < forbidden
nobody > POST /api/widget/$strict.id/visitors {external_id: "c-7"} < forbidden
nobody > POST /api/widget/no-such-config/visitors {name: "Somebody"} < not_found
