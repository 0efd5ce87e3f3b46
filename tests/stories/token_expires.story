# A token ends while its socket is open: the client is told, and closed; a new token renews it in place
visa is a visitor
old is another tab of visa with $visa.short_token
renewed is another tab of visa with $visa.short_token
old, renewed < auth:expiring
renewed > auth:refresh {token: $visa.token} < ok
old < closed 4401
renewed > chat:start {subject: "Still here"} < ok
visa > GET /api/me < 200
