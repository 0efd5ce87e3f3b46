// One Socket.IO connection that comes back by itself: with a fresh token, after a jittered wait, and not where the
// server has said that it must not. What is said over it is the client's business.

import { io, type Socket } from 'socket.io-client';
import { retryDelay } from './backoff';
import { ChatError, isAuthError } from './errors';
import type { Tokens } from './tokens';
import type { ErrorBody, Pushes, PushName, Replies, Requests } from './types';

export type ConnectionState =
  | { kind: 'connecting'; since: number }
  | { kind: 'online'; since: number }
  | { kind: 'waiting'; since: number; retryAt: number }
  /** The person has to sign in again. */
  | { kind: 'signed_out' }
  /** Told to go and not to come back by itself. */
  | { kind: 'closed'; code: string };

export interface ConnectionOptions {
  /** The server's origin; empty means the page's own. */
  url: string;
  tokens: Tokens;
  configId?: string;
  timeoutMs?: number;
}

/** What the owner of a connection is told. */
export interface ConnectionEvents {
  up(): void;
  down(): void;
  push(name: PushName, data: unknown): void;
  /** The page was asleep or hidden for a while: something may have been missed. */
  woke(): void;
}

const WAKE_MS = 30_000;
const TIMEOUT_MS = 10_000;
const AUTH_TRIES = 2;

export class Connection {
  state: ConnectionState = { kind: 'connecting', since: Date.now() };

  private readonly socket_: Socket;
  private readonly watchers_ = new Set<() => void>();
  private timer_: ReturnType<typeof setTimeout> | undefined;
  private attempt_ = 0;
  private authTries_ = 0;
  private retryAfterMs_ = 0;
  private token_: string | undefined;
  private staleToken_: string | undefined;
  /** The last error that had no ack: why the server lets go, if it does. */
  private lastError_: ErrorBody | undefined;
  private hiddenAt_ = 0;
  private skew_ = 0;
  private wanted_ = false;

  constructor(private readonly options_: ConnectionOptions, private readonly events_: ConnectionEvents) {
    this.socket_ = io(options_.url || undefined, {
      autoConnect: false,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      ...(options_.configId ? { query: { configId: options_.configId } } : {}),
    });
    this.socket_.on('connect', () => this.connected());
    this.socket_.on('disconnect', (reason) => this.disconnected(reason));
    this.socket_.on('connect_error', (error) => this.refused(error as Error & { data?: ErrorBody }));
    this.socket_.onAny((name: PushName, data: unknown) => this.receive(name, data));
  }

  get isOnline(): boolean {
    return this.state.kind === 'online';
  }

  /** The server's clock, so that waits and ages do not depend on this machine's. */
  now(): number {
    return Date.now() + this.skew_;
  }

  connect(): void {
    if (this.wanted_) return;
    this.wanted_ = true;
    if (typeof window !== 'undefined') {
      window.addEventListener('online', this.retryNow);
      window.addEventListener('offline', this.cut);
      document.addEventListener('visibilitychange', this.visible);
    }
    void this.open();
  }

  close(): void {
    this.wanted_ = false;
    clearTimeout(this.timer_);
    if (typeof window !== 'undefined') {
      window.removeEventListener('online', this.retryNow);
      window.removeEventListener('offline', this.cut);
      document.removeEventListener('visibilitychange', this.visible);
    }
    this.socket_.disconnect();
  }

  /** Tries at once instead of waiting for the next time. */
  readonly retryNow = (): void => {
    if (this.state.kind === 'waiting') void this.open();
  };

  /** Gives this connection up for a new one. */
  readonly cut = (): void => {
    if (this.socket_.connected) this.socket_.io.engine.close();
  };

  /** As `cut`, with a new token: the server does not take this one any more. */
  cutForToken(): void {
    this.staleToken_ = this.token_;
    this.cut();
  }

  onState(watch: () => void): () => void {
    this.watchers_.add(watch);
    return () => this.watchers_.delete(watch);
  }

  async call<N extends keyof Requests & keyof Replies>(name: N, payload: Requests[N]): Promise<Replies[N]> {
    if (!this.socket_.connected) throw new ChatError({ code: 'unreachable', message: 'not connected' });
    let answer: { ok: boolean; error?: ErrorBody };
    try {
      answer = await this.socket_.timeout(this.options_.timeoutMs ?? TIMEOUT_MS).emitWithAck(name, payload);
    } catch {
      throw new ChatError({ code: 'timeout', message: `no answer to ${name}` });
    }
    if (!answer?.ok) throw new ChatError(answer?.error ?? { code: 'internal' });
    return answer as unknown as Replies[N];
  }

  /** Says what needs no answer, if there is a connection. */
  tell<N extends keyof Requests>(name: N, payload: Requests[N]): void {
    if (this.isOnline) this.socket_.emit(name, payload);
  }

  private readonly open = async (): Promise<void> => {
    clearTimeout(this.timer_);
    if (!this.wanted_) return;
    this.setState({ kind: 'connecting', since: Date.now() });
    try {
      this.token_ = await this.options_.tokens.access(this.staleToken_);
    } catch (thrown) {
      const error = ChatError.from(thrown);
      if (isAuthError(error.code) || error.status === 400 || error.status === 403) this.setState({ kind: 'signed_out' });
      else this.later(error.retryAfterMs);
      return;
    }
    if (!this.wanted_) return;
    this.lastError_ = undefined;
    const { configId } = this.options_;
    this.socket_.auth = configId ? { token: this.token_, configId } : { token: this.token_ };
    this.socket_.connect();
  };

  private connected(): void {
    this.attempt_ = 0;
    this.retryAfterMs_ = 0;
    this.setState({ kind: 'online', since: Date.now() });
    this.events_.up();
  }

  private disconnected(reason: string): void {
    this.events_.down();
    if (!this.wanted_) return;
    if (reason !== 'io server disconnect') this.later();
    else this.dismissed(this.lastError_ ?? { code: 'forbidden', message: reason });
  }

  private refused(error: Error & { data?: ErrorBody }): void {
    if (error.data?.code) this.dismissed(error.data);
    else this.later();
  }

  /** The server said why. Some reasons pass, some ask for a new token, some are final. */
  private dismissed(why: ErrorBody): void {
    const error = new ChatError(why);
    if (isAuthError(error.code)) {
      this.staleToken_ = this.token_;
      this.authTries_ += 1;
      if (this.authTries_ > AUTH_TRIES) this.setState({ kind: 'signed_out' });
      else void this.open();
    } else if (error.retryable || error.code === 'internal') {
      this.later(error.retryAfterMs);
    } else {
      this.setState({ kind: 'closed', code: error.code });
    }
  }

  private later(retryAfterMs = this.retryAfterMs_): void {
    const delay = retryDelay(this.attempt_++, retryAfterMs);
    this.retryAfterMs_ = 0;
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(this.open, delay);
    this.setState({ kind: 'waiting', since: Date.now(), retryAt: Date.now() + delay });
  }

  private readonly visible = (): void => {
    if (document.hidden) this.hiddenAt_ = Date.now();
    else if (this.state.kind === 'waiting') void this.open();
    else if (this.isOnline && Date.now() - this.hiddenAt_ > WAKE_MS) this.events_.woke();
  };

  private receive(name: PushName, data: unknown): void {
    if (name === 'hello') {
      this.skew_ = Date.parse((data as Pushes['hello']).server_time) - Date.now() || 0;
      this.authTries_ = 0;
    } else if (name === 'server:draining') {
      this.retryAfterMs_ = (data as Pushes['server:draining'])?.retry_after_ms ?? 0;
    } else if (name === 'auth:expiring') {
      void this.renew();
    } else if (name === 'error') {
      this.lastError_ = data as ErrorBody;
    }
    this.events_.push(name, data);
  }

  private async renew(): Promise<void> {
    try {
      const token = await this.options_.tokens.access(this.token_);
      await this.call('auth:refresh', { token });
      this.token_ = token;
    } catch {
      // The server will cut the connection, and the way back asks for a token again.
    }
  }

  private setState(next: ConnectionState): void {
    this.state = next;
    for (const watch of this.watchers_) watch();
  }
}
