// SPDX-License-Identifier: Apache-2.0
import { done, notDone, type Answer, type DoError, type NotDone, type Result } from './answer.js';
import { order, text, told, wasKnown } from './calls.js';
import { refusal, timeout, type Bus, type Reply, type Sent } from './bus.js';
import { follow, type ActionEvent, type EventsOptions } from './events.js';
import type { Json, JsonObject } from './json.js';
import { Patience } from './patience.js';
import { write, type ActionRequest, type Written } from './request.js';

export interface ExecuteRequest extends ActionRequest {
  /** Milliseconds to wait for the outcome; for ever if not given. The action is not ended by it. */
  readonly timeout?: number;
  /**
   * Whether an action that had failed before is done again. If not given: with a key made of the
   * content yes, with a key of your own or in mode `once` no.
   */
  readonly redriveFailed?: boolean;
}

/** What is known right after a request. */
export interface Submitted {
  readonly actionId: string;
  readonly idempotencyKey: string;
  readonly status: string;
  /** Whether the bus knew this action already. */
  readonly replayed: boolean;
}

/** An action as the bus tells it; the fields are those of `GET /v1/actions/{id}`. */
export interface Action extends JsonObject {
  readonly actionId: string;
  readonly status: string;
}

export interface WaitOptions {
  /** Milliseconds; for ever if not given. */
  readonly timeout?: number;
}

/** An order is on record for ever, with its reason. */
export interface CancelOptions {
  readonly reason: string;
}

const LONGEST_WAIT = 60;

/** Actions of a bus. Every call answers; only `events` throws, a `DoFailure`. */
export class Actions {
  constructor(
    private readonly bus: Bus,
    private readonly reconnectFor: number,
  ) {}

  /**
   * Asks for an action and waits for its outcome. Asked again with the same key (by itself: with
   * the same name, version and params), it answers what is on record and does nothing.
   */
  async execute<R = Result>(request: ExecuteRequest): Promise<Answer<R>> {
    const { timeout: millis, redriveFailed, ...asked } = request;
    const written = await write(asked);
    if ('error' in written) return written;
    const patience = new Patience(millis);
    const sent = await this.ask(written, patience);
    const again = redriveFailed ?? (asked.idempotencyKey === undefined && asked.mode !== 'once');
    if (again && 'reply' in sent && hadFailedBefore(sent.reply)) {
      if (await this.redriven(sent.reply.body, patience)) {
        return this.outcome(await this.ask(written, patience), patience);
      }
    }
    return this.outcome(sent, patience);
  }

  /** Asks for an action and does not wait for its outcome. */
  async submit(request: ActionRequest): Promise<Answer<Submitted>> {
    const written = await write(request);
    if ('error' in written) return written;
    const sent = await this.bus.send(submission(written, 0), new Patience(undefined));
    return told(sent, (reply) => ({
      actionId: text(reply.body['actionId']),
      idempotencyKey: written.key,
      status: text(reply.body['status']),
      replayed: wasKnown(reply),
    }));
  }

  /** Everything the bus tells about an action. */
  async get(actionId: string): Promise<Answer<Action>> {
    const sent = await this.bus.send({ method: 'GET', path: path(actionId) }, new Patience(undefined));
    return told(sent, (reply) => reply.body as Action);
  }

  /** Waits for the outcome of an action. */
  wait<R = Result>(actionId: string, options: WaitOptions = {}): Promise<Answer<R>> {
    return this.awaited(actionId, new Patience(options.timeout));
  }

  /** Ends an open action. One that is cancelled already is cancelled. */
  async cancel(actionId: string, options: CancelOptions): Promise<Answer<Action>> {
    const sent = await order(this.bus, `${path(actionId)}/cancel`, { reason: options.reason });
    return told(sent, (reply) => reply.body as Action);
  }

  /** What happened to an action and what happens, until it has ended. */
  events(actionId: string, options: EventsOptions = {}): AsyncGenerator<ActionEvent, void, undefined> {
    return follow(this.bus, `${path(actionId)}/events`, options, this.reconnectFor);
  }

  private ask(written: Written, patience: Patience): Promise<Sent> {
    return this.bus.send(submission(written, seconds(patience)), patience);
  }

  private async outcome<R>(sent: Sent, patience: Patience): Promise<Answer<R>> {
    if ('error' in sent) return notDone(sent.error);
    const { status, body } = sent.reply;
    if (status === 200) return ended(sent.reply);
    if (status !== 202) return notDone(refusal(sent.reply));
    return this.awaited(text(body['actionId']), patience);
  }

  private async awaited<R>(actionId: string, patience: Patience): Promise<Answer<R>> {
    for (;;) {
      const wait = seconds(patience);
      const sent = await this.bus.send(
        { method: 'GET', path: `${path(actionId)}/result?wait=${wait}`, wait },
        patience,
      );
      if ('error' in sent) return notDone({ ...sent.error, actionId });
      if (sent.reply.status === 200) return ended(sent.reply);
      if (sent.reply.status !== 202) return notDone({ ...refusal(sent.reply), actionId });
      if (patience.isOver()) return notDone(timeout(actionId));
    }
  }

  /** The key names the failure, so that many callers who ask at once begin one round. */
  private async redriven(failed: JsonObject, patience: Patience): Promise<boolean> {
    const key = `execute-after-attempt-${String(failed['attempt'])}`;
    for (;;) {
      const here = `${path(text(failed['actionId']))}/redrive`;
      const sent = await order(this.bus, here, { reason: REASON }, key, patience);
      if ('error' in sent) return false;
      if (sent.reply.status !== 202) return sent.reply.status === 200 || sent.reply.status === 409;
    }
  }
}

const REASON = 'asked for again after it had failed';

function submission(written: Written, wait: number) {
  return {
    method: 'POST',
    path: '/v1/actions',
    headers: {
      'idempotency-key': written.key,
      ...(wait > 0 ? { prefer: `wait=${wait}` } : {}),
    },
    body: written.body,
    wait,
  } as const;
}

/** A failure that this call may have caused itself, unseen, is not one from before. */
function hadFailedBefore(reply: Reply): boolean {
  return (
    reply.status === 200 && reply.body['status'] === 'FAILED' && wasKnown(reply) && !reply.repeated
  );
}

function ended<R>(reply: Reply): Answer<R> {
  const { actionId, status, result, error } = reply.body as Record<string, Json | undefined>;
  switch (status) {
    case 'COMPLETED':
      return done((result ?? null) as R);
    case 'FAILED':
    case 'CANCELLED':
    case 'UNKNOWN':
      return ending(status, text(actionId), (error ?? {}) as JsonObject);
    default:
      return notDone(refusal(reply));
  }
}

function ending(status: 'FAILED' | 'CANCELLED' | 'UNKNOWN', id: string, error: JsonObject): NotDone {
  const { code, message, retryable, attempt, details } = error as Record<string, Json | undefined>;
  const told: DoError = {
    code: text(code) || status,
    message: text(message),
    retryable: retryable === true,
    status,
    actionId: id,
    ...(typeof attempt === 'number' ? { attempt } : {}),
    ...(details === undefined ? {} : { details }),
  };
  return notDone(told);
}

function path(actionId: string): string {
  return `/v1/actions/${encodeURIComponent(actionId)}`;
}

function seconds(patience: Patience): number {
  return Math.max(1, Math.min(LONGEST_WAIT, Math.ceil(patience.left() / 1_000)));
}
