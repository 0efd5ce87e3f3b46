// Messages are Markdown, and come from strangers. This draws the part of it that people write in a chat, as
// elements and never as HTML: what is not understood stays visible as text.

import type { ComponentChildren, VNode } from 'preact';

export function Markdown({ text }: { text: string }): VNode {
  return <>{blocks(text.replace(/\r\n?/g, '\n').split('\n'))}</>;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const BULLET = /^ {0,3}[-*+] +(.*)$/;
const NUMBER = /^ {0,3}(\d{1,9})[.)] +(.*)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;

function blocks(lines: string[]): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const fence = FENCE.exec(line)?.[1];
    if (line.trim() === '') {
      at += 1;
    } else if (fence) {
      const body = take(lines, at + 1, (one) => !one.trimStart().startsWith(fence));
      out.push(<pre><code>{body.join('\n')}</code></pre>);
      at += body.length + 2;
    } else if (QUOTE.test(line)) {
      const body = take(lines, at, (one) => QUOTE.test(one));
      out.push(<blockquote>{broken(body.map((one) => QUOTE.exec(one)![1]!))}</blockquote>);
      at += body.length;
    } else if (BULLET.test(line)) {
      const body = take(lines, at, (one) => BULLET.test(one));
      out.push(<ul dir="auto">{body.map((one) => <li>{inline(BULLET.exec(one)![1]!)}</li>)}</ul>);
      at += body.length;
    } else if (NUMBER.test(line)) {
      const body = take(lines, at, (one) => NUMBER.test(one));
      out.push(<ol dir="auto" start={Number(NUMBER.exec(line)![1])}>{body.map((one) => <li>{inline(NUMBER.exec(one)![2]!)}</li>)}</ol>);
      at += body.length;
    } else {
      const body = take(lines, at, (one) => one.trim() !== '' && !starts(one));
      out.push(<p>{broken(body)}</p>);
      at += body.length;
    }
  }
  return out;
}

function starts(line: string): boolean {
  return FENCE.test(line) || QUOTE.test(line) || BULLET.test(line) || NUMBER.test(line);
}

function take(lines: string[], from: number, want: (line: string) => boolean): string[] {
  let end = from;
  while (end < lines.length && want(lines[end]!)) end++;
  return lines.slice(from, end);
}

function broken(lines: string[]): ComponentChildren[] {
  return lines.flatMap((line, index) => (index === 0 ? inline(line) : [<br />, ...inline(line)]));
}

// Lengths are bounded, so that a line of nothing but markers costs no time.
// Escapes and code first, since nothing is special inside them; then links; then strong before emphasis.
const INLINE = new RegExp(
  [
    /\\([\\`*_{}[\]()#+\-.!>~|])/,
    /(`+)(?!`)(.+?)(?<!`)\2(?!`)/,
    /\[([^[\]\n]+)\]\(([^()\s]+)\)/,
    /(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}*_~])/,
    /(?<![\w*])\*\*(?=\S)([^\n]{1,1000}?)(?<=\S)\*\*/,
    /(?<![\w_])__(?=\S)([^\n]{1,1000}?)(?<=\S)__(?!\w)/,
    /(?<![\w*])\*(?=[^\s*])([^\n*]{1,1000}?)(?<=\S)\*(?!\*)/,
    /(?<![\w_])_(?=[^\s_])([^\n]{1,1000}?)(?<=[^\s_])_(?!\w)/,
    /~~(?=\S)([^\n]{1,1000}?)(?<=\S)~~/,
  ].map((part) => part.source).join('|'),
);

function inline(text: string): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    if (found.index > 0) out.push(rest.slice(0, found.index));
    out.push(element(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest !== '') out.push(rest);
  return out;
}

function element(found: RegExpExecArray): ComponentChildren {
  const [whole, escaped, , code, label, target, bare, strong1, strong2, em1, em2, struck] = found;
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return <code>{code.replace(/^ (.*\S.*) $/, '$1')}</code>;
  if (label !== undefined) return link(target!, inline(label)) ?? whole;
  if (bare !== undefined) return link(bare, [bare]);
  const strong = strong1 ?? strong2;
  if (strong !== undefined) return <strong>{inline(strong)}</strong>;
  const em = em1 ?? em2;
  if (em !== undefined) return <em>{inline(em)}</em>;
  return <del>{inline(struck!)}</del>;
}

/** Links lead to the web or to a mail program; anything else (`javascript:`, `data:`) is no link. */
function link(target: string, children: ComponentChildren[]): VNode | undefined {
  if (!/^(https?:\/\/|mailto:)/i.test(target)) return undefined;
  return <a href={target} target="_blank" rel="noopener noreferrer nofollow">{children}</a>;
}

/** One line of plain words, for previews and announcements. */
export function plain(text: string): string {
  return text
    .replace(/\[([^[\]\n]+)\]\([^()\s]+\)/g, '$1')
    .replace(/[`*~>#]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
