// Which REST route does what which event does (SPEC 4.6, 19.14), the documented status of each error code, and how a
// problem+json reads as the error object of a socket's answer.

const session = (data) => data.channel_id ?? data.session_id ?? data.chatId;
const without = (data, ...names) => Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
const onSession = (verb) => (data) => ({ method: 'POST', path: `/api/live-chat/${session(data)}/${verb}`, body: without(data, 'channel_id', 'session_id', 'chatId') });

const onMessage = (method, more = '') => (data) => ({ method, path: `/api/messages/${data.message_id}${more}`, body: method === 'GET' ? undefined : without(data, 'message_id') });

const routes = {
  'chat:start': (data) => ({ method: 'POST', path: '/api/live-chat/start', body: data }),
  'chat:send_message': (data) => ({ method: 'POST', path: `/api/channels/${session(data)}/messages`, body: without(data, 'channel_id', 'session_id', 'chatId') }),
  'chat:accept': onSession('accept'),
  'chat:join': onSession('join'),
  'chat:leave': onSession('leave'),
  'chat:end': onSession('end'),
  'chat:add_note': onSession('private-notes'),
  'chat:add_session_note': onSession('notes'),
  'chat:keep_waiting': onSession('keep-waiting'),
  'chat:request_callback': onSession('request-callback'),
  'chat:abandon': onSession('abandon'),
  'chat:complete': onSession('complete'),
  'chat:focus': onSession('focus'),
  'chat:decline': onSession('decline'),
  'chat:snooze': onSession('snooze'),
  'chat:convert_to_ticket': onSession('convert-to-ticket'),
  'chat:link_ticket': onSession('link-ticket'),
  'chat:command': onSession('command'),
  'chat:assign': onSession('assign'),
  'chat:invite': onSession('invite'),
  'chat:transfer': onSession('transfer'),
  'chat:use_canned_response': onSession('use-canned-response'),
  'chat:rate': onSession('rate'),
  'chat:seen': onSession('seen'),
  'chat:typing': onSession('typing'),
  'commands:list': () => ({ method: 'GET', path: '/api/commands' }),
};
const messageRoutes = {
  'chat:edit_message': onMessage('PATCH'),
  'chat:delete_message': onMessage('DELETE'),
  'chat:react': onMessage('POST', '/reactions'),
  'chat:message_edits': onMessage('GET', '/edits'),
};

/// Undefined where the event has no route.
export function restRoute(event, data) {
  if (messageRoutes[event]) return data.message_id === undefined ? undefined : messageRoutes[event](data);
  if (!routes[event]) return undefined;
  if (!['chat:start', 'commands:list'].includes(event) && (session(data) ?? undefined) === undefined) return undefined;
  return routes[event](data);
}

export const statusOf = {
  bad_json: 400, invalid: 422, unknown_event: 400, unknown_field: 422, too_large: 413, too_deep: 400, unauthenticated: 401, token_expired: 401,
  forbidden: 403, not_found: 404, method_not_allowed: 405, invalid_state: 409, session_closed: 409, not_participant: 403, already_accepted: 409,
  offered_to_another: 409, offer_expired: 409, not_eligible: 409, over_capacity: 409, conflict: 409, idempotency_conflict: 409, rate_limited: 429,
  unavailable: 503, timeout: 504, draining: 503, tenant_required: 409, resync_required: 409, unsupported_type: 415, infected: 422,
  quota_exceeded: 429, link_expired: 410, storage_full: 507, internal: 500,
};
export const errorCodes = new Set(Object.keys(statusOf));

/// Throws where the answer is not a well-formed problem of a documented code.
export function problemToError({ status, headers, body }) {
  const type = headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) throw new Error(`HTTP ${status} without application/problem+json (${type}): ${JSON.stringify(body)}`);
  for (const name of ['type', 'title', 'status', 'code', 'request_id'])
    if (body?.[name] === undefined) throw new Error(`a problem without ${name}: ${JSON.stringify(body)}`);
  if (body.status !== status) throw new Error(`a problem of status ${body.status} came with HTTP ${status}`);
  if (statusOf[body.code] !== status) throw new Error(`the code ${body.code} came with HTTP ${status}; documented is ${statusOf[body.code]}`);
  const { type: _type, title, status: _status, detail, code, request_id, errors, details, retry_after_ms, retryable, instance, ...rest } = body;
  return { code, message: detail ?? title, details: { ...(errors ? { errors } : {}), ...(details ?? {}), ...rest }, retryable, retry_after_ms };
}
