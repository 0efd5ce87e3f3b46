// How a session is read from the database: one SELECT for every statement that returns sessions.
// $1 is the tenant and $2 the viewer (for unread) in each of them. Only for this folder's store files.
#pragma once
#include "channels/scope.hpp"

#define CHATD_SELECT_SESSION R"(
    SELECT s.channel_id AS session_id, s.channel_id, s.backstage_id, s.status,
           CASE WHEN s.agent_id IS NOT NULL THEN 'agent' ELSE 'none' END AS handled_by, r.id IS NOT NULL AS queued,
           s.subject, s.priority, s.required_skills, s.metadata, s.source, s.customer_id,
           jsonb_build_object('id', customer.id, 'name', customer.name, 'email', coalesce(customer.email, contact.email)) AS customer,
           s.agent_id,
           CASE WHEN agent.id IS NOT NULL THEN jsonb_build_object('id', agent.id, 'name', agent.name) END AS agent,
           s.team_id, s.ticket_id, s.device_id, s.organization_id, s.created_at, s.assigned_at, s.wait_seconds AS wait_time, s.ended_at,
           s.no_answer_at, s.callback, s.completed_at,
           CASE WHEN completer.id IS NOT NULL THEN jsonb_build_object('id', completer.id, 'name', completer.name) END AS completed_by,
           CASE WHEN rating.score IS NOT NULL THEN jsonb_build_object('score', rating.score, 'comment', rating.comment,
               'created_at', to_char(rating.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               'updated_at', to_char(rating.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS rating,
           NULL AS position,
           CASE WHEN last.seq IS NOT NULL THEN jsonb_build_object('seq', last.seq, 'sender_id', last.sender_id,
               'content', left(last.content, 200), 'created_at', to_char(last.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS last_message,
           (SELECT count(*) FROM channel_participants p
              JOIN chat_messages m ON m.tenant_id = $1 AND m.channel_id = s.channel_id AND m.seq > p.last_read_seq
             WHERE p.tenant_id = $1 AND p.channel_id = s.channel_id AND p.user_id = $2 AND p.left_at IS NULL
               AND m.sender_id <> $2 AND m.type <> 'system_event' AND m.deleted_at IS NULL) AS unread
      FROM live_chat_sessions s
      JOIN users customer ON customer.tenant_id = $1 AND customer.id = s.customer_id
      LEFT JOIN contacts contact ON contact.tenant_id = $1 AND contact.user_id = s.customer_id
      LEFT JOIN users agent ON agent.tenant_id = $1 AND agent.id = s.agent_id
      LEFT JOIN users completer ON completer.tenant_id = $1 AND completer.id = s.completed_by
      LEFT JOIN chat_ratings rating ON rating.tenant_id = $1 AND rating.channel_id = s.channel_id
      LEFT JOIN pending_chat_requests r ON r.tenant_id = $1 AND r.channel_id = s.channel_id AND r.status IN ('waiting', 'offered')
      LEFT JOIN LATERAL (SELECT m.seq, m.sender_id, m.content, m.created_at FROM chat_messages m
                          WHERE m.tenant_id = $1 AND m.channel_id = s.channel_id AND m.type <> 'system_event' AND m.deleted_at IS NULL
                          ORDER BY m.seq DESC LIMIT 1) last ON true
     WHERE s.tenant_id = $1 )"

/// Within the viewer's access scope ($2).
#define CHATD_IN_SCOPE " AND " CHATD_SCOPE_ADMITS("$1", "$2")

/// Whether the subject, the client's name or, for technicians (STAFF is true), a note contains that text, in any case.
#define CHATD_SAYS(TEXT, STAFF) " (strpos(lower(s.subject), lower(" TEXT ")) > 0 OR strpos(lower(customer.name), lower(" TEXT ")) > 0" \
    " OR (" STAFF " AND EXISTS (SELECT FROM session_notes n WHERE n.tenant_id = $1 AND n.channel_id = s.channel_id AND strpos(lower(n.text), lower(" TEXT ")) > 0))) "
