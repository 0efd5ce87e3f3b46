// Files on their way to a chat: uploaded as they are chosen, part of the next message. What has arrived is kept over a reload.

import { signal } from '@preact/signals';
import { ChatError, newClientId, type Attachment, type ErrorBody, type Id, type KeyValueStore, type Tokens } from '../sdk';

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** 0 to 1. */
  done: number;
  attachment?: Attachment;
  /** Why it was refused. */
  error?: string;
}

export class Files {
  private readonly uploads_ = signal<ReadonlyMap<Id, Upload[]>>(new Map());
  /** One after the other: the server looks at one file of a person at a time. */
  private last_: Promise<void> = Promise.resolve();
  private readonly running_ = new Map<string, { request: XMLHttpRequest | undefined; file: File }>();

  constructor(private readonly tokens_: Tokens, private readonly store_: KeyValueStore, private readonly prefix_: string) {
    const kept = store_.keys().filter((key) => key.startsWith(prefix_)).map((key): [Id, Upload[]] => [Number(key.slice(prefix_.length)), parse(store_.get(key))]);
    this.uploads_.value = new Map(kept);
  }

  /** By the channel that they go to. */
  of(channel: Id | undefined): Upload[] {
    return (channel !== undefined && this.uploads_.value.get(channel)) || [];
  }

  add(channel: Id, files: Iterable<File>): void {
    for (const file of files) {
      const upload: Upload = { key: newClientId(), name: file.name || 'file', size: file.size, done: 0 };
      this.set(channel, [...this.of(channel), upload]);
      this.running_.set(upload.key, { request: undefined, file });
      this.begin(channel, upload.key);
    }
  }

  retry(channel: Id, key: string): void {
    this.change(channel, key, { done: 0, error: '' });
    this.begin(channel, key);
  }

  canRetry(key: string): boolean {
    return this.running_.has(key);
  }

  remove(channel: Id, key: string): void {
    this.running_.get(key)?.request?.abort();
    this.running_.delete(key);
    this.set(channel, this.of(channel).filter((one) => one.key !== key));
  }

  /** Takes what has arrived, for a message. */
  take(channel: Id): Attachment[] {
    const all = this.of(channel);
    const taken = all.flatMap((one) => one.attachment ?? []);
    for (const one of all) if (one.attachment) this.running_.delete(one.key);
    this.set(channel, all.filter((one) => !one.attachment));
    return taken;
  }

  private begin(channel: Id, key: string): void {
    this.last_ = this.last_.then(() => this.upload(channel, key));
  }

  private async upload(channel: Id, key: string): Promise<void> {
    const running = this.running_.get(key);
    if (!running) return;
    try {
      const attachment = await this.send(channel, key, running, await this.tokens_.access());
      this.change(channel, key, { done: 1, attachment });
    } catch (thrown) {
      this.change(channel, key, { error: ChatError.from(thrown).message });
    }
  }

  /** By XMLHttpRequest, which tells how far it is. */
  private send(channel: Id, key: string, running: { request: XMLHttpRequest | undefined; file: File }, token: string): Promise<Attachment> {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      running.request = request;
      const form = new FormData();
      form.append('channel_id', String(channel));
      form.append('file', running.file, running.file.name || 'file');
      request.upload.onprogress = ({ loaded, total }) => this.change(channel, key, { done: total > 0 ? Math.min(0.99, loaded / total) : 0 });
      request.onerror = () => failed(new ChatError({ code: 'unreachable', message: 'no connection' }));
      request.onabort = request.onerror;
      request.onload = () => {
        const body = JSON.parse(request.responseText || '{}') as { attachment?: Attachment; detail?: string } & Partial<ErrorBody>;
        if (request.status < 300 && body.attachment) done(body.attachment);
        else failed(new ChatError({ ...body, message: body.errors?.[0]?.message ?? body.detail ?? body.message ?? request.statusText }, request.status));
      };
      request.open('POST', '/api/chat-upload/upload');
      request.setRequestHeader('authorization', `Bearer ${token}`);
      request.setRequestHeader('idempotency-key', key);
      request.send(form);
    });
  }

  private change(channel: Id, key: string, fields: Partial<Upload>): void {
    this.set(channel, this.of(channel).map((one) => (one.key === key ? { ...one, ...fields } : one)));
  }

  private set(channel: Id, uploads: Upload[]): void {
    this.uploads_.value = new Map(this.uploads_.value).set(channel, uploads);
    const kept = uploads.filter((one) => one.attachment);
    if (kept.length === 0) this.store_.remove(`${this.prefix_}${channel}`);
    else this.store_.set(`${this.prefix_}${channel}`, JSON.stringify(kept));
  }
}

function parse(text: string | null): Upload[] {
  try {
    return JSON.parse(text ?? '[]') as Upload[];
  } catch {
    return [];
  }
}
