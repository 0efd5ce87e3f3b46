// The wire's vocabulary under short names. The types themselves are the daemon's own, as `chatd typescript` prints
// them into generated.ts; tests/golden/run --write brings that file up to date.

import type * as wire from './generated';

export type Id = number;

export type Session = wire.LivechatSession;
export type LastMessage = wire.LivechatLastMessage;
export type Participant = wire.LivechatParticipant;
export type Backstage = wire.LivechatBackstageView;
export type Transfer = wire.ConversationTransfer;
export type Note = wire.WaitingSessionNote;
export type Command = wire.CommandsCommandInfo;
export type Canned = wire.KnowledgeCannedResponse;
export type Article = wire.KnowledgeArticle;
export type FoundArticle = wire.SearchFoundArticle;
export type Attachment = wire.FilesAttachment;
export type Technician = wire.DirectoryUser;
export type Team = wire.DirectoryTeam;
export type Joined = wire.LivechatJoined;
export type ResumedChannel = wire.LivechatResumedChannel;
export type Start = wire.LivechatStartKeyed;
export type Message = wire.MessagesMessage;
export type Cursor = wire.MessagesCursor;
export type User = wire.AccountsMe;
export type TokenPair = wire.AccountsSignedIn;

export type SessionStatus = Session['status'];
export type Priority = Session['priority'];
export type SenderKind = Message['sender']['kind'];
export type MessageType = Message['type'];
export type AgentStatus = wire.PresenceStatusReply['status'];

/** Somebody in a chat, by name; technicians are told a client's email. */
export interface Person {
  id: Id;
  name: string;
  email?: string | null;
}

/** Who has read how far: message ids by user id. */
export type Cursors = Record<string, Id>;

export interface Page<T> {
  data: T[];
  next_cursor: string | number | null;
}

/** What a client sends, and the data of the ack. */
export type Requests = wire.Requests;
export type Replies = wire.Replies;

/** What the server sends unasked. */
export interface Pushes extends wire.Pushes {
  error: ErrorBody;
}
export type PushName = keyof Pushes;

/** What the pushes of a channel have in common: durable ones carry a `seq`, in the room. */
export interface InChannel {
  channel_id: Id;
  seq?: number | null;
}

export interface ErrorBody {
  code: string;
  message: string;
  details?: Record<string, unknown> | null;
  retryable?: boolean;
  retry_after_ms?: number;
  errors?: { field: string; message: string }[];
}
