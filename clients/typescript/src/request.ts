// SPDX-License-Identifier: Apache-2.0
import { notDone, type NotDone } from './answer.js';
import { contentKey } from './identity.js';
import { Inexact, exactly, type Json, type JsonObject } from './json.js';

/** A data set that an action reads or makes. */
export interface DataSet {
  readonly namespace: string;
  readonly name: string;
  readonly version?: string;
  readonly digest?: string;
}

/** How a failed attempt is followed by another; spans as `500ms`, `2s`, `5m`, `1h`. */
export interface RetryPolicy {
  readonly maxAttempts?: number;
  readonly backoff?: string;
  readonly factor?: number;
  readonly maxBackoff?: string;
  readonly jitter?: number;
  readonly nonRetryable?: readonly string[];
  readonly totalTimeout?: string;
  readonly pauseWhenExhausted?: boolean;
}

/** What is asked for. Times are ISO 8601 or, but for `runAt`, spans from now such as `10m`. */
export interface ActionRequest {
  readonly name: string;
  /** A JSON object; `{}` if not given. */
  readonly params?: object;
  /** Requests of one name and key are one action. If not given: made of name, version and params. */
  readonly idempotencyKey?: string;
  /** Of the handler; 1 if not given. */
  readonly version?: number;
  readonly partitionKey?: string;
  /** Actions of a lane run one after another. */
  readonly lane?: string;
  readonly priority?: number;
  readonly delay?: string;
  readonly runAt?: string;
  readonly startBy?: string;
  readonly deadline?: string;
  /** Bounds each attempt on the bus. */
  readonly attemptTimeout?: string;
  /** `once`: its handler is called at most once. */
  readonly mode?: 'retry' | 'once';
  readonly retry?: RetryPolicy;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly inputs?: readonly DataSet[];
  readonly outputs?: readonly DataSet[];
}

/** A request as it goes over the wire. */
export interface Written {
  readonly key: string;
  readonly body: JsonObject;
}

const VISIBLE = /^[\x21-\x7e]{1,255}$/;

export async function write(request: ActionRequest): Promise<Written | NotDone> {
  const { name, params = {}, idempotencyKey, version = 1, attemptTimeout, ...others } = request;
  if (idempotencyKey !== undefined && !VISIBLE.test(idempotencyKey)) {
    return refused('IDEMPOTENCY_KEY_INVALID', 'a key is 1 to 255 visible ASCII characters');
  }
  try {
    const fields: Record<string, Json> = { name, version, params: exactly(params) };
    for (const field of FIELDS) {
      const value = others[field];
      if (value !== undefined) fields[field] = value as Json;
    }
    if (attemptTimeout !== undefined) fields['timeout'] = attemptTimeout;
    return { key: idempotencyKey ?? (await contentKey(name, params, version)), body: fields };
  } catch (e) {
    if (e instanceof Inexact) return refused(e.code, e.message);
    throw e;
  }
}

const FIELDS = [
  'partitionKey',
  'lane',
  'priority',
  'delay',
  'runAt',
  'startBy',
  'deadline',
  'mode',
  'retry',
  'correlationId',
  'causationId',
  'labels',
  'inputs',
  'outputs',
] as const;

function refused(code: string, message: string): NotDone {
  return notDone({ code, message, retryable: false });
}
