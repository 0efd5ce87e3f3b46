// Access scopes in SQL (SPEC 2): whether those of a user admit a live chat. Organizations limit every chat; boards and tickets limit chats
// that come from a ticket. Only for store files.
#pragma once

/// Of the live chat `s` (live_chat_sessions); TENANT and PERSON are expressions. A user without rows of a kind is not limited in it.
#define CHATD_SCOPE_ADMITS(TENANT, PERSON) R"(
       NOT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = )" TENANT " AND a.user_id = " PERSON R"(
                      AND (a.kind = 'organization' OR s.ticket_id IS NOT NULL) GROUP BY a.kind
                   HAVING bool_or(a.object_id = CASE a.kind WHEN 'organization' THEN s.organization_id WHEN 'board' THEN s.board_id ELSE s.ticket_id END)
                          IS NOT TRUE) )"
