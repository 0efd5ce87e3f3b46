// The access and refresh token of one person in one browser, shared by its tabs. A refresh token is good for one
// use, and a second use ends the sign-in; so a refresh runs under a lock that all tabs share, and looks first
// whether another tab has already done it. The store answers at once, the vault knows what other tabs have done.

import { ChatError } from './errors';
import type { KeyValueStore } from './outbox';
import type { TokenPair, User } from './types';
import type { Vault } from './vault';

interface Kept {
  access_token: string;
  refresh_token: string;
  kept_at: number;
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
    private readonly vault_?: Vault,
    private readonly now_: () => number = Date.now,
  ) {}

  get user(): User | undefined {
    return this.kept()?.user;
  }

  get refreshToken(): string | undefined {
    return this.kept()?.refresh_token;
  }

  async keep(pair: TokenPair): Promise<void> {
    const now = this.now_();
    const { access_token, refresh_token, expires_in, user } = pair;
    const text = JSON.stringify({ access_token, refresh_token, kept_at: now, expires_at: now + expires_in * 1000, user } satisfies Kept);
    this.store_.set(this.key_, text);
    await this.vault_?.write(this.key_, text);
  }

  forget(): void {
    this.store_.remove(this.key_);
    void this.vault_?.write(this.key_, undefined);
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
    const kept = await this.newest();
    if (this.isGood(kept, stale)) return kept.access_token;
    const pair = await this.refresh_(kept.refresh_token);
    // Signed out meanwhile: what was just got is nobody's.
    if (this.kept()?.user.id === kept.user.id) await this.keep(pair);
    return pair.access_token;
  }

  /** The newer of what this tab and what the others know of the same person. */
  private async newest(): Promise<Kept> {
    const own = this.kept();
    if (!own) throw new ChatError({ code: 'unauthenticated', message: 'not signed in' });
    const shared = parse(await this.vault_?.read(this.key_));
    return shared && shared.user.id === own.user.id && shared.kept_at > own.kept_at ? shared : own;
  }

  private isGood(kept: Kept, stale?: string): boolean {
    return kept.access_token !== stale && kept.expires_at - this.now_() > EARLY_MS;
  }

  private kept(): Kept | undefined {
    return parse(this.store_.get(this.key_));
  }

  private locked<T>(run: () => Promise<T>): Promise<T> {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
    return locks ? (locks.request(this.key_, run) as Promise<T>) : run();
  }
}

function parse(text: string | null | undefined): Kept | undefined {
  try {
    const kept = JSON.parse(text ?? '') as Kept;
    return kept.access_token && kept.refresh_token && kept.user ? kept : undefined;
  } catch {
    return undefined;
  }
}
