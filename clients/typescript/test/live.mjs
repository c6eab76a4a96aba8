// SPDX-License-Identifier: Apache-2.0
// The other verbs on a bus that runs: what they told, as one line of JSON.
import { Do, contentKey } from '@do-sdk/core';

const { action } = new Do();
const told = {};

const late = { name: 'echo', params: { who: 'typescript' }, delay: '1h', labels: { sdk: 'typescript' } };
const first = await action.submit(late);
const second = await action.submit(late);
told.sameAction = first.result.actionId === second.result.actionId && second.result.replayed;
told.keyOfContent = first.result.idempotencyKey === (await contentKey('echo', late.params));
const id = first.result.actionId;
told.open = (await action.get(id)).result.status;
told.impatient = (await action.wait(id, { timeout: 300 })).error.code;
const waiting = action.wait(id);
told.cancelled = (await action.cancel(id, { reason: 'nobody needs it' })).result.status;
const { result, error } = await waiting;
told.end = { result, code: error.code, status: error.status, message: error.message };

const events = [];
for await (const event of action.events(id)) events.push(event);
told.events = events.map((event) => event.type).filter((type) => type !== 'DuplicateObserved');
const rest = [];
for await (const event of action.events(id, { after: events[0].id })) rest.push(event.id);
told.resumes = JSON.stringify(rest) === JSON.stringify(events.slice(1).map((event) => event.id));

const done = await action.submit({ name: 'echo', params: { n: 1 }, idempotencyKey: 'live-typescript' });
told.waited = (await action.wait(done.result.actionId)).result;
told.conflict = (
  await action.execute({ name: 'echo', params: { n: 2 }, idempotencyKey: 'live-typescript' })
).error.code;
told.unknown = (await action.get('00000000-0000-8000-8000-000000000000')).error.code;
console.log(JSON.stringify(told));
