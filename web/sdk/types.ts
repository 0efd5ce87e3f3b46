// The wire's vocabulary: sessions, messages, requests and pushes as both doors carry them.
// Absent is null on the wire; fields that a client may meet later are optional here.

export type Id = number;

export type SessionStatus = 'pending' | 'active' | 'closed' | 'abandoned' | 'callback' | 'completed';
export type Priority = 'low' | 'medium' | 'high' | 'urgent';
export type AgentStatus = 'online' | 'away' | 'busy' | 'do_not_respond' | 'offline';
export type SenderKind = 'client' | 'technician' | 'ai' | 'system';
export type MessageType = 'text' | 'file' | 'kb_article' | 'system_event' | 'ai-assistant' | 'command_result';
export type EndReason = 'client' | 'agent' | 'idle' | 'system';

export interface Person {
  id: Id;
  name: string;
  email?: string | null;
  kind?: string | null;
}

export interface Session {
  session_id: Id;
  channel_id: Id;
  status: SessionStatus;
  handled_by?: 'none' | 'ai' | 'agent' | null;
  subject: string | null;
  priority: Priority;
  required_skills?: string[] | null;
  metadata?: Record<string, unknown> | null;
  source?: string | null;
  customer_id?: Id | null;
  customer: Person | null;
  agent_id?: Id | null;
  agent: Person | null;
  team_id?: Id | null;
  organization_id?: Id | null;
  created_at: string;
  assigned_at?: string | null;
  wait_time?: number | null;
  ended_at?: string | null;
  position?: number | null;
  last_message?: LastMessage | null;
  unread?: number | null;
}

export interface LastMessage {
  seq: number;
  sender_id: Id;
  content: string;
  created_at: string;
}

export interface Sender {
  id: Id | null;
  name: string;
  kind: SenderKind;
  avatar_url?: string | null;
}

export interface SystemEvent {
  code: string;
  params?: Record<string, unknown> | null;
}

export interface Message {
  id: Id;
  channel_id: Id;
  session_id?: Id | null;
  seq: number;
  sender: Sender;
  type: MessageType;
  content: string;
  client_id?: string | null;
  system?: SystemEvent | null;
  visibility?: 'all' | 'internal';
  created_at: string;
  edited_at?: string | null;
  deleted_at?: string | null;
}

export interface Participant extends Person {
  last_read_message_id?: Id | null;
}

/** Who has read how far: message ids by user id. */
export type Cursors = Record<string, Id>;

export interface User {
  id: Id;
  name: string;
  email?: string | null;
  kind?: string;
  roles?: string[];
  permissions?: string[];
}

export interface TokenPair {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  user: User;
}

export interface ErrorBody {
  code: string;
  message: string;
  details?: Record<string, unknown> | null;
  retryable?: boolean;
  retry_after_ms?: number;
  errors?: { field: string; message: string }[];
}

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export interface Joined {
  session: Session;
  participants?: Participant[];
  messages: Message[];
  head_seq: number;
  cursors?: unknown;
}

export interface ResumedChannel {
  status: 'resumed' | 'resync_required' | 'gone';
  head_seq?: number;
  cursors?: unknown;
  snapshot?: Joined | null;
}

/** What a client sends, and what the ack of each carries. */
export interface Requests {
  'chat:start': [{
    subject?: string; message?: string; priority?: Priority; metadata?: Record<string, unknown>;
    config_id?: string; source?: string; client_id?: string;
  }, { session: Session; seq?: number }];
  'chat:join': [{ channel_id: Id; last_seq?: number }, Joined];
  'chat:leave': [{ channel_id: Id }, object];
  'chat:resume': [{ channels: Record<string, number> }, { channels: Record<string, ResumedChannel> }];
  'chat:accept': [{ channel_id: Id }, { session: Session }];
  'chat:send_message': [
    { channel_id: Id; type: 'text'; content: string; client_id: string },
    { message: Message; seq?: number },
  ];
  'chat:typing': [{ channel_id: Id; is_typing: boolean }, object];
  'chat:seen': [{ channel_id: Id; message_id: Id }, object];
  'chat:end': [{ channel_id: Id }, { session?: Session; seq?: number }];
  'agent:set_status': [{ status: AgentStatus }, object];
  'agent:status': [object, { status: AgentStatus }];
  'auth:refresh': [{ token: string }, object];
}

/** What every push about a live chat carries beside its own fields. */
export interface InChannel {
  channel_id: Id;
  session_id?: Id;
  chatId?: Id;
  seq?: number | null;
}

/** A change of the chat is also a system message of its history. Who is not in the room is told without it. */
export interface Change extends InChannel {
  session: Session;
  message?: Message | null;
}

/** What the server sends unasked. */
export interface Pushes {
  hello: { connection_id: string; user: User; protocol: number; server_time: string };
  'chat:new_session': InChannel & { session: Session };
  'chat:session_assigned': Change & { agent?: Person | null };
  'chat:new_message': InChannel & { message: Message };
  'chat:message_updated': InChannel & { message: Message };
  'chat:message_deleted': InChannel & { message_id: Id };
  'chat:typing': InChannel & { user: Person; is_typing: boolean };
  'chat:seen': InChannel & { user_id: Id; message_id: Id };
  'chat:participant_joined': Change & { user: Person; by?: Person | null };
  'chat:participant_left': Change & { user: Person; by?: Person | null };
  'chat:ended': Change & { ended_by: Person | null; reason: EndReason };
  'chat:queue_position': InChannel & { position: number; estimated_wait_seconds: number | null };
  'queue-updated': { total: number; version?: number };
  'agent:status': { user_id: Id; status: AgentStatus };
  'server:draining': { retry_after_ms?: number };
  'auth:expiring': object;
  error: ErrorBody;
}

export type RequestName = keyof Requests;
export type PushName = keyof Pushes;
