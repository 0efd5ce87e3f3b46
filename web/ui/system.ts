// What a state change says, in the reader's language. The server sends a code beside its own words; these stand in
// for codes that are not known here.

import type { Message, Person } from '../sdk/types';
import type { Translate } from './i18n';

export const systemStrings = {
  'system.accepted': '{name} has joined the chat',
  'system.assigned': '{name} has joined the chat',
  'system.joined': '{name} joined the chat',
  'system.left': '{name} left the chat',
  'system.ended': '{name} ended the chat',
  'system.abandoned': '{name} left before an answer',
  'system.callback_requested': '{name} asks to be called',
  'system.message_left': '{name} wrote outside the office hours',
  'system.reopened': '{name} took the chat up again',
  'system.completed': '{name} has dealt with the request',
} as const;
export type SystemKey = keyof typeof systemStrings;

export function systemText(message: Pick<Message, 'system' | 'content'>, t: Translate<SystemKey>): string {
  const person = personOf(message);
  const key = `system.${message.system?.code}`;
  return key in systemStrings && person?.name ? t(key as SystemKey, { name: person.name }) : message.content;
}

/** Whom it is about. */
export function personOf(message: Pick<Message, 'system'>): Partial<Person> | null | undefined {
  const params = message.system?.params ?? {};
  return (params['agent'] ?? params['user'] ?? params['ended_by'] ?? params['by']) as Partial<Person> | null | undefined;
}
