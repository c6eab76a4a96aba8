// SPDX-License-Identifier: Apache-2.0
import type { DoError } from './answer.js';
import { isObject, type JsonObject } from './json.js';
import { Patience, Pauses, pause } from './patience.js';

/** One call that may be repeated: it only asks, or it has an idempotency key. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** Seconds the bus may think about it before it answers. */
  readonly wait?: number;
}

/** What the bus has answered. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
  /** Whether an earlier try of this call may have reached the bus. */
  readonly repeated: boolean;
}

export type Sent = { readonly reply: Reply } | { readonly error: DoError };

const OVERHEAD = 15_000;
const COME_BACK = new Set([429, 502, 503, 504]);

/**
 * The bus over HTTP. A call whose connection breaks, or that is told to come back, is repeated
 * with the same key until `reconnectFor` has passed.
 */
export class Bus {
  constructor(
    private readonly url: string,
    private readonly apiKey: string | undefined,
    private readonly reconnectFor: number,
  ) {}

  async send(call: Call, patience: Patience): Promise<Sent> {
    const pauses = new Pauses();
    const trying = new Patience(this.reconnectFor);
    for (let repeated = false; ; repeated = true) {
      const answer = await this.once(call, patience, repeated);
      if ('reply' in answer && !COME_BACK.has(answer.reply.status)) return answer;
      if (patience.isOver()) return { error: timeout() };
      const rest = pauses.next('reply' in answer ? retryAfter(answer.reply) : 0);
      if (trying.left() <= rest) {
        return 'reply' in answer ? { error: refusal(answer.reply) } : answer;
      }
      await pause(Math.min(rest, patience.left()));
    }
  }

  /** A stream of server-sent events; the caller ends it by aborting. */
  stream(path: string, lastEventId: string | undefined, signal: AbortSignal): Promise<Response> {
    const headers = this.headers({
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    });
    return fetch(this.url + path, { headers, signal, redirect: 'manual' });
  }

  /** Why the bus can not be reached. */
  unreachable(e: unknown): DoError {
    return {
      code: 'BUS_UNREACHABLE',
      message: `no answer from ${this.url}: ${cause(e)}`,
      retryable: true,
    };
  }

  async read(response: Response, repeated = false): Promise<Reply> {
    const text = await response.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return {
      status: response.status,
      headers: response.headers,
      body: isObject(body) ? body : noJson(response),
      repeated,
    };
  }

  private async once(call: Call, patience: Patience, repeated: boolean): Promise<Sent> {
    const longest = (call.wait ?? 0) * 1_000 + OVERHEAD;
    try {
      const response = await fetch(this.url + call.path, {
        method: call.method,
        headers: this.headers({
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        }),
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: AbortSignal.timeout(Math.ceil(Math.min(longest, patience.left()))),
        redirect: 'manual',
      });
      return { reply: await this.read(response, repeated) };
    } catch (e) {
      return { error: this.unreachable(e) };
    }
  }

  private headers(more: Record<string, string>): Record<string, string> {
    return {
      accept: 'application/json',
      ...(this.apiKey === undefined ? {} : { authorization: `Bearer ${this.apiKey}` }),
      ...more,
    };
  }
}

/** What a refusal says (RFC 9457). */
export function refusal(reply: Reply): DoError {
  const { code, detail, title, pointer } = reply.body as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : `HTTP_${reply.status}`,
    message: String(detail ?? title ?? `the bus answered ${reply.status}`),
    retryable: COME_BACK.has(reply.status),
    ...(typeof pointer === 'string' ? { pointer } : {}),
  };
}

export function timeout(actionId?: string): DoError {
  return {
    code: 'TIMEOUT',
    message: 'not ended in time; the action goes on, and the same call finds it again',
    retryable: true,
    ...(actionId === undefined ? {} : { actionId }),
  };
}

function retryAfter(reply: Reply): number {
  const seconds = Number(reply.headers.get('retry-after') ?? '0');
  return Number.isFinite(seconds) ? seconds * 1_000 : 0;
}

function noJson(response: Response): JsonObject {
  return response.ok
    ? { code: 'ANSWER_UNREADABLE', detail: `the answer is no JSON object (${response.status})` }
    : { code: `HTTP_${response.status}`, detail: `${response.url} answered ${response.status}` };
}

/** fetch() hides why it has failed. */
function cause(e: unknown): string {
  const inner = e instanceof Error && e.cause instanceof Error ? e.cause : e;
  if (!(inner instanceof Error)) return String(inner);
  const code = (inner as { code?: unknown }).code;
  return typeof code === 'string' ? code : inner.message;
}
