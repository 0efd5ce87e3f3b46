// The log of a conversation, as widget and console both show it.

import { Component } from 'preact';
import type { Conversation } from '../sdk/conversation';
import type { OutboxEntry } from '../sdk/outbox';
import type { Translate } from './i18n';
import { book, check, checks, clip, clock, Icon, lock, spark } from './icons';
import { Markdown, plain } from './markdown';
import type { MessageRow, Row, Shown } from './rows';
import { clockTime, dayName, fullTime } from './time';

/** The strings that each app's table has for the log. */
export const logStrings = {
  'log.new': 'New',
  'log.assistant': 'Automatic assistant',
  'log.sending': 'Sending… kept until it arrives',
  'log.sent': 'sent',
  'log.read': 'read',
  'log.edited': 'edited',
  'log.failed': 'Not sent.',
  'log.failed.too_large': 'Not sent: it is too long.',
  'log.failed.session_closed': 'Not sent: this chat has ended.',
  'log.retry': 'Retry',
  'log.copy': 'Copy',
  'log.delete': 'Delete',
  'log.deleted': '{name} deleted a message',
  'log.you': 'You',
  'log.reaction': '{emoji}, {count}',
  'log.note': 'Private note',
  'log.note_seen': 'only technicians see this',
} as const;
export type LogKey = keyof typeof logStrings;

export interface LogContext {
  t: Translate<LogKey>;
  language: string;
  /** The class of my own bubbles, and of those of a technician who is not me. */
  own: string;
  other: string;
  /** True for who else stands on my side of the log. */
  isOut(message: Shown): boolean;
  onRetry(entry: OutboxEntry): void;
  onDiscard(entry: OutboxEntry): void;
  systemText(message: Shown): string;
  /** Before the server's own addresses, where the page is another's. */
  base: string;
  me: number;
  onReact(message: Shown, emoji: string, remove: boolean): void;
}

export function LogRows({ rows, context }: { rows: Row[]; context: LogContext }) {
  return (
    <>
      {rows.map((row) => {
        if (row.kind === 'message') return <Bubble key={row.key} row={row} context={context} />;
        if (row.kind === 'system') return <div key={row.key} class="sys any">{context.systemText(row.message)}</div>;
        if (row.kind === 'new') return <div key={row.key} class="div new"><span>{context.t('log.new')}</span></div>;
        return <div key={row.key} class="div">{dayName(row.at, context.language)}</div>;
      })}
    </>
  );
}

interface BubbleProps {
  row: MessageRow;
  context: LogContext;
}

/** Drawn again only when its own row has changed: a log may be long. */
class Bubble extends Component<BubbleProps> {
  override shouldComponentUpdate({ row, context }: BubbleProps): boolean {
    const was = this.props.row;
    // An unsent message is made anew with every drawing; its entry is not.
    const changed = row.entry ? row.entry !== was.entry : row.message !== was.message;
    return changed || row.first !== was.first || row.last !== was.last || row.delivery !== was.delivery || context !== this.props.context;
  }

  render({ row, context }: BubbleProps) {
    return drawBubble(row, context);
  }
}

function drawBubble(row: MessageRow, context: LogContext) {
  const { message } = row;
  if (message.visibility === 'internal') return drawNote(row, context);
  const { t, language } = context;
  const ai = message.sender.kind === 'ai' || message.type === 'ai-assistant';
  const colour = ai ? 'ai' : row.mine ? context.own : message.sender.kind === 'client' ? '' : context.other;
  const classes = ['msg', (row.mine || context.isOut(message)) && 'out', row.first && 'first'].filter(Boolean).join(' ');
  const named = row.first && !row.mine;
  return (
    <div class={classes}>
      {named ? (
        <div class="who">
          {ai && <span class="chip ai"><Icon of={spark} size="s" />{t('log.assistant')}</span>}
          <b><bdi>{message.sender.name}</bdi></b>
          <time class="num" dateTime={message.created_at} title={fullTime(message.created_at, language)}>{clockTime(message.created_at, language)}</time>
        </div>
      ) : <span class="sr">{row.mine ? t('log.you') : message.sender.name}: </span>}
      {message.deleted_at
        ? <div class="bub gone">{t('log.deleted', { name: message.sender.name })}</div>
        : message.content !== '' && <div class={`bub ${colour} ${row.delivery === 'sending' ? 'pend' : ''}`}><Words message={message} /></div>}
      <Cards message={message} context={context} />
      <Reactions message={message} context={context} />
      {!row.mine && message.edited_at && !message.deleted_at && <div class="foot"><span>{t('log.edited')}</span></div>}
      {row.mine && row.last && <Foot row={row} context={context} />}
    </div>
  );
}

/** Across the whole log, dashed and with a lock: nobody takes it for a reply. */
function drawNote(row: MessageRow, context: LogContext) {
  const { message, entry } = row;
  const { t, language } = context;
  const name = row.mine ? t('log.you') : message.sender.name;
  return (
    <div class={`note ${row.delivery === 'sending' ? 'pend' : ''}`} role="group" aria-label={t('log.note')}>
      <div class="lab"><Icon of={lock} size="s" /><b>{t('log.note')}</b><bdi>{name}</bdi>
        <time class="num" dateTime={message.created_at} title={fullTime(message.created_at, language)}>{clockTime(message.created_at, language)}</time>
        <span>· {t('log.note_seen')}{message.edited_at && !message.deleted_at && ` · ${t('log.edited')}`}</span></div>
      {message.deleted_at ? <div class="bub gone">{t('log.deleted', { name: message.sender.name })}</div> : message.content !== '' && <div class="bub"><Words message={message} /></div>}
      <Cards message={message} context={context} />
      <Reactions message={message} context={context} />
      {entry && <Foot row={row} context={context} />}
    </div>
  );
}

/** An article that says only its title says it on its card. */
function Words({ message }: { message: Shown }) {
  const { content, kb_article } = message;
  if (kb_article && content === kb_article.title) return <Markdown text={plain(kb_article.summary) || content} />;
  return <Markdown text={content} />;
}

/** What a message brings with it: an article, files. */
function Cards({ message, context }: { message: Shown; context: LogContext }) {
  const { kb_article: article, attachments = [] } = message;
  if (message.deleted_at || (!article && attachments.length === 0)) return null;
  const body = article && <><Icon of={book} /><span class="grow"><b class="any">{article.title}</b>{article.summary && message.content !== article.title && <span class="meta any">{plain(article.summary)}</span>}</span></>;
  return (
    <div class="brings">
      {article && (article.url && /^https?:/.test(article.url) ? <a class="brought" href={article.url} target="_blank" rel="noopener noreferrer">{body}</a> : <div class="brought">{body}</div>)}
      {attachments.map((one) => (
        <a class="brought" key={one.id} href={context.base + one.url} target="_blank" rel="noopener noreferrer">
          {one.thumbnail_url ? <img src={context.base + one.thumbnail_url} alt="" width={44} height={44} loading="lazy" /> : <Icon of={clip} />}
          <span class="grow"><b class="any">{one.name}</b><span class="meta num">{sizeOf(one.size, context.language)}</span></span>
        </a>
      ))}
    </div>
  );
}

/** A message in one line: its words, or else what it brings. */
export function inShort({ content, attachments }: Pick<Shown, 'content' | 'attachments'>): string {
  return plain(content) || attachments.map((one) => one.name).join(', ');
}

export function sizeOf(bytes: number, language: string): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1_000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

function Reactions({ message, context }: { message: Shown; context: LogContext }) {
  if (message.reactions.length === 0) return null;
  return (
    <div class="reactions">
      {message.reactions.map(({ emoji, count, user_ids }) => {
        const mine = user_ids.includes(context.me);
        return (
          <button type="button" key={emoji} class="reaction" aria-pressed={mine} aria-label={context.t('log.reaction', { emoji, count })}
            onClick={() => context.onReact(message, emoji, mine)}><span aria-hidden="true">{emoji} <span class="num">{count}</span></span></button>
        );
      })}
    </div>
  );
}

function Foot({ row, context }: { row: MessageRow; context: LogContext }) {
  const { t, language } = context;
  const { message, entry, delivery } = row;
  if (delivery === 'failed' && entry) {
    const reason = `log.failed.${entry.error}`;
    return (
      <div class="foot failed">
        <span>{t(reason in logStrings ? (reason as LogKey) : 'log.failed')}</span>
        <button type="button" onClick={() => context.onRetry(entry)}>{t('log.retry')}</button>
        <button type="button" onClick={() => void navigator.clipboard?.writeText(entry.content)}>{t('log.copy')}</button>
        <button type="button" onClick={() => context.onDiscard(entry)}>{t('log.delete')}</button>
      </div>
    );
  }
  if (delivery === 'sending') return <div class="foot sending"><Icon of={clock} /><span>{t('log.sending')}</span></div>;
  return (
    <div class="foot">
      {message.edited_at && <span>{t('log.edited')}</span>}
      <time dateTime={message.created_at} title={fullTime(message.created_at, language)}>{clockTime(message.created_at, language)}</time>
      <Icon of={delivery === 'read' ? checks : check} class={delivery === 'read' ? 'read' : ''} />
      <span class="sr">{t(delivery === 'read' ? 'log.read' : 'log.sent')}</span>
    </div>
  );
}

/** Names of those who are writing just now. */
export function typistsOf(conversation: Conversation, me: number): string[] {
  return conversation.typing.filter((one) => one.user.id !== me).map((one) => one.user.name);
}
