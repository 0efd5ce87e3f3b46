// One error type for every refusal, whichever door it came through.

import type { ErrorBody } from './types';

export class ChatError extends Error {
  readonly code: string;
  /** Worth trying again: it may have been too early, or the answer was lost. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: Record<string, unknown>;
  readonly fields: { field: string; message: string }[];
  readonly status: number | undefined;

  constructor(body: Partial<ErrorBody>, status?: number) {
    super(body.message || body.code || 'error');
    this.name = 'ChatError';
    this.code = body.code || 'internal';
    this.retryable = body.retryable === true || RETRYABLE.has(this.code);
    this.retryAfterMs = body.retry_after_ms ?? (body.details?.['retry_after_ms'] as number | undefined);
    this.details = body.details ?? {};
    this.fields = body.errors ?? (this.details['errors'] as ErrorBody['errors']) ?? [];
    this.status = status;
  }

  static from(thrown: unknown): ChatError {
    if (thrown instanceof ChatError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new ChatError({ code: 'unreachable', message, retryable: true });
  }
}

const RETRYABLE = new Set(['unavailable', 'timeout', 'draining', 'rate_limited', 'unreachable']);

/** Refusals after which the same token will never do. */
export function isAuthError(code: string): boolean {
  return code === 'unauthenticated' || code === 'token_expired';
}
