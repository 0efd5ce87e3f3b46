export * from './types';
export { ChatClient, type ClientOptions } from './client';
export { type ConnectionState } from './connection';
export {
  isOver, mergeSession, readUpTo, unreadOf, type Conversation, type Typist,
} from './conversation';
export { ChatError } from './errors';
export { newClientId } from './ids';
export { type KeyValueStore, type OutboxEntry } from './outbox';
export { refreshAt, request, Rest } from './rest';
export { isLasting, openStore } from './storage';
export { Tokens } from './tokens';
export { openVault } from './vault';
