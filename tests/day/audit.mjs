// What must hold in the tables when a day is over: a statement for each invariant, which answers the rows that break it.
import { sql } from '../mutants/tables.mjs';

const invariants = {
  'a chat is not over': `SELECT channel_id, status FROM live_chat_sessions WHERE status NOT IN ('closed', 'abandoned', 'callback', 'completed')`,
  'a request is still open': `SELECT id, channel_id, status FROM pending_chat_requests WHERE status IN ('waiting', 'offered')`,
  'an accepted request has no technician of its tenant': `SELECT r.id FROM pending_chat_requests r LEFT JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.accepted_by AND u.kind = 'technician'
     WHERE r.status = 'accepted' AND u.id IS NULL`,
  'a closed chat was never accepted': `SELECT s.channel_id FROM live_chat_sessions s WHERE s.status = 'closed' AND s.assigned_at IS NOT NULL
     AND NOT EXISTS (SELECT FROM pending_chat_requests r WHERE r.tenant_id = s.tenant_id AND r.channel_id = s.channel_id AND r.status = 'accepted')`,
  'an abandoned chat has another end in its queue': `SELECT s.channel_id FROM live_chat_sessions s WHERE s.status = 'abandoned'
     AND (SELECT r.status FROM pending_chat_requests r WHERE r.tenant_id = s.tenant_id AND r.channel_id = s.channel_id ORDER BY r.id DESC LIMIT 1) <> 'abandoned'`,
  'the seqs of a channel are not 1, 2, 3 …': `SELECT c.id, c.last_seq, n, highest FROM chat_channels c CROSS JOIN LATERAL (
     SELECT count(*) AS n, coalesce(max(seq), 0) AS highest, count(DISTINCT seq) AS each FROM (
       SELECT seq FROM chat_messages m WHERE m.tenant_id = c.tenant_id AND m.channel_id = c.id UNION ALL
       SELECT seq FROM channel_events e WHERE e.tenant_id = c.tenant_id AND e.channel_id = c.id) s) s
     WHERE n <> c.last_seq OR highest <> c.last_seq OR each <> n`,
  'a message is nobody\'s, or nowhere': `SELECT m.id FROM chat_messages m LEFT JOIN chat_channels c ON c.tenant_id = m.tenant_id AND c.id = m.channel_id
     LEFT JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.sender_id WHERE c.id IS NULL OR u.id IS NULL`,
  'a message was stored twice': `SELECT channel_id, client_id FROM chat_messages WHERE client_id IS NOT NULL GROUP BY channel_id, sender_id, client_id HAVING count(*) > 1`,
  'a client is in a backstage': `SELECT p.channel_id FROM channel_participants p JOIN chat_channels c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id AND c.kind = 'backstage'
     JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id WHERE u.kind = 'client'`,
  'the search has forgotten a message': `SELECT m.id FROM chat_messages m LEFT JOIN search_documents d ON d.tenant_id = m.tenant_id AND d.kind = 'message' AND d.id = m.id
     WHERE m.type <> 'system_event' AND m.deleted_at IS NULL AND d.id IS NULL`,
  'the search still has a deleted message': `SELECT m.id FROM chat_messages m JOIN search_documents d ON d.tenant_id = m.tenant_id AND d.kind = 'message' AND d.id = m.id WHERE m.deleted_at IS NOT NULL`,
  'an offer is still open': `SELECT id, request_id FROM chat_offers WHERE status = 'running'`,
  'a transfer is still open': `SELECT id, channel_id FROM chat_transfers WHERE state = 'pending'`,
  'a ticket and its chat do not name each other': `SELECT t.id, t.session_id FROM tickets t JOIN live_chat_sessions s ON s.tenant_id = t.tenant_id AND s.channel_id = t.session_id
     WHERE s.ticket_id IS DISTINCT FROM t.id`,
  'a ticket of a chat that is over has no transcript': `SELECT t.id, t.session_id FROM tickets t JOIN live_chat_sessions s ON s.tenant_id = t.tenant_id AND s.channel_id = t.session_id
     WHERE s.status IN ('closed', 'completed') AND NOT EXISTS (SELECT FROM transcripts r WHERE r.tenant_id = t.tenant_id AND r.channel_id = t.session_id)`,
  'a rating is of a chat that is not over': `SELECT r.channel_id FROM chat_ratings r JOIN live_chat_sessions s ON s.tenant_id = r.tenant_id AND s.channel_id = r.channel_id WHERE s.status IN ('pending', 'active')`,
};

/// Every broken invariant, with up to three of its rows.
export function audit(daemon) {
  const broken = [];
  for (const [says, statement] of Object.entries(invariants)) {
    const rows = sql(daemon, `SELECT row_to_json(r) FROM (${statement} LIMIT 3) r;`).trim();
    if (rows !== '') broken.push(`${says}: ${rows.replaceAll('\n', ', ')}`);
  }
  return broken;
}
