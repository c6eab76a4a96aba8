// SPDX-License-Identifier: Apache-2.0
import { done, notDone, type Answer } from './answer.js';
import { refusal, type Bus, type Reply, type Sent } from './bus.js';
import type { Json, JsonObject } from './json.js';
import { Patience } from './patience.js';

/** Gives an order, which is carried out once however often its call is repeated. */
export function order(
  bus: Bus,
  path: string,
  body: JsonObject,
  key: string = crypto.randomUUID(),
  patience = new Patience(undefined),
): Promise<Sent> {
  return bus.send({ method: 'POST', path, headers: { 'idempotency-key': key }, body }, patience);
}

export function told<T>(sent: Sent, tell: (reply: Reply) => T): Answer<T> {
  if ('error' in sent) return notDone(sent.error);
  return sent.reply.status === 200 || sent.reply.status === 202
    ? done(tell(sent.reply))
    : notDone(refusal(sent.reply));
}

export function wasKnown(reply: Reply): boolean {
  return reply.headers.get('idempotency-replayed') === 'true';
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
