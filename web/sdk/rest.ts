// REST by fetch: JSON in and out, problem+json turned into ChatError, the token refreshed once on 401.

import { ChatError, isAuthError } from './errors';
import type { Tokens } from './tokens';
import type { ErrorBody, TokenPair } from './types';

interface Options {
  method?: string;
  body?: unknown;
  token?: string;
  keepalive?: boolean;
}

export async function request<T>(url: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.token) headers['authorization'] = `Bearer ${options.token}`;
  const init: RequestInit = { method: options.method ?? 'GET', headers, keepalive: options.keepalive ?? false };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);

  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (thrown) {
    throw ChatError.from(thrown);
  }
  const text = await response.text();
  const body = parse(text);
  if (response.ok) return body as T;
  throw new ChatError(problem(body, response), response.status);
}

/** Routes of a signed-in person. */
export class Rest {
  constructor(readonly base: string, private readonly tokens_: Tokens) {}

  async call<T>(path: string, options: Omit<Options, 'token'> = {}): Promise<T> {
    const token = await this.tokens_.access();
    try {
      return await request<T>(this.base + path, { ...options, token });
    } catch (thrown) {
      const error = ChatError.from(thrown);
      if (error.status !== 401 || !isAuthError(error.code)) throw error;
      return request<T>(this.base + path, { ...options, token: await this.tokens_.access(token) });
    }
  }
}

export function refreshAt(base: string): (refreshToken: string) => Promise<TokenPair> {
  return (refresh_token) => request<TokenPair>(`${base}/api/auth/refresh`, { method: 'POST', body: { refresh_token } });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(body: unknown, response: Response): Partial<ErrorBody> {
  const fields = (body ?? {}) as Partial<ErrorBody> & { detail?: string; title?: string };
  const after = Number(response.headers.get('retry-after'));
  const result: Partial<ErrorBody> = {
    ...fields,
    code: fields.code ?? (response.status === 401 ? 'unauthenticated' : response.status >= 500 ? 'unavailable' : 'invalid'),
    message: fields.detail ?? fields.message ?? fields.title ?? response.statusText,
  };
  if (after > 0 && result.retry_after_ms === undefined) result.retry_after_ms = after * 1000;
  return result;
}
