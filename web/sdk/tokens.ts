// The access and refresh token of one person in one browser, shared by its tabs. A refresh token is
// good for one use, and using it twice signs the person out; so a refresh runs under a lock that all
// tabs share, and looks first whether another tab has already done it.

import { ChatError } from './errors';
import type { KeyValueStore } from './outbox';
import type { TokenPair, User } from './types';

interface Kept {
  access_token: string;
  refresh_token: string;
  expires_at: number;
  user: User;
}

const EARLY_MS = 30_000;

export class Tokens {
  private running_: Promise<string> | undefined;

  constructor(
    private readonly store_: KeyValueStore,
    private readonly key_: string,
    private readonly refresh_: (refreshToken: string) => Promise<TokenPair>,
    private readonly now_: () => number = Date.now,
  ) {}

  get user(): User | undefined {
    return this.kept()?.user;
  }

  get refreshToken(): string | undefined {
    return this.kept()?.refresh_token;
  }

  keep(pair: TokenPair): void {
    const previous = this.kept();
    const kept: Kept = {
      access_token: pair.access_token,
      refresh_token: pair.refresh_token,
      expires_at: this.now_() + pair.expires_in * 1000,
      user: pair.user ?? previous?.user,
    };
    this.store_.set(this.key_, JSON.stringify(kept));
  }

  forget(): void {
    this.store_.remove(this.key_);
  }

  /** A token that is good for a while yet; refreshes when it must, or when `stale` is the one that was refused. */
  async access(stale?: string): Promise<string> {
    const kept = this.kept();
    if (!kept) throw new ChatError({ code: 'unauthenticated', message: 'not signed in' });
    if (this.isGood(kept, stale)) return kept.access_token;
    this.running_ ??= this.locked(() => this.renew(stale)).finally(() => {
      this.running_ = undefined;
    });
    return this.running_;
  }

  private async renew(stale?: string): Promise<string> {
    const kept = this.kept();
    if (!kept) throw new ChatError({ code: 'unauthenticated', message: 'not signed in' });
    if (this.isGood(kept, stale)) return kept.access_token;
    const pair = await this.refresh_(kept.refresh_token);
    this.keep(pair);
    return pair.access_token;
  }

  private isGood(kept: Kept, stale?: string): boolean {
    return kept.access_token !== stale && kept.expires_at - this.now_() > EARLY_MS;
  }

  private kept(): Kept | undefined {
    try {
      const kept = JSON.parse(this.store_.get(this.key_) ?? '') as Kept;
      return kept.access_token && kept.refresh_token ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  private locked<T>(run: () => Promise<T>): Promise<T> {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
    return locks ? (locks.request(this.key_, run) as Promise<T>) : run();
  }
}
