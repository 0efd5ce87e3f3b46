// How long to wait before the next try: exponential with full jitter, so that a thousand clients
// that lost the same server do not come back in the same second.

export const MIN_DELAY_MS = 500;
export const MAX_DELAY_MS = 30_000;

/**
 * The delay before try number `attempt` (0 = the first). A server's `retryAfterMs` is a floor,
 * with jitter on top of it.
 */
export function retryDelay(attempt: number, retryAfterMs = 0, random: () => number = Math.random): number {
  const ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(attempt + 1, 16));
  const delay = MIN_DELAY_MS + random() * (ceiling - MIN_DELAY_MS);
  if (retryAfterMs <= 0) return Math.round(delay);
  return Math.round(retryAfterMs + random() * Math.max(MIN_DELAY_MS, retryAfterMs / 2));
}
