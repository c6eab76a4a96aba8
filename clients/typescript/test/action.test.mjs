// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Do, contentKey } from '@do-sdk/core';
import { ID, REPLAYED, broken, bus, completed, ended, events, json, problem } from './bus.mjs';

const REQUEST = { name: 'train', params: { epoch: 1 } };
const ADMITTED = json(202, { actionId: ID, status: 'ADMITTED' });

function client(url, reconnectFor = 5_000) {
  return new Do(undefined, { baseUrl: url, reconnectFor }).action;
}

test('a result comes without an error, under the key of the content', async (t) => {
  const { url, asked } = await bus(t, completed({ accuracy: 0.9 }));
  assert.deepEqual(await client(url).execute(REQUEST), { result: { accuracy: 0.9 }, error: null });
  assert.equal(asked[0].headers['idempotency-key'], await contentKey('train', { epoch: 1 }));
  assert.equal(asked[0].headers.authorization, undefined);
  assert.deepEqual(asked[0].body, { name: 'train', version: 1, params: { epoch: 1 } });
});

test('all fields are sent, the timeout of an attempt under its name on the bus', async (t) => {
  const { url, asked } = await bus(t, ADMITTED);
  const { result } = await client(url).submit({
    ...REQUEST, version: 2, idempotencyKey: 'k', lane: 'l', attemptTimeout: '90s', labels: { a: 'b' },
  });
  assert.deepEqual(result, { actionId: ID, idempotencyKey: 'k', status: 'ADMITTED', replayed: false });
  assert.equal(asked[0].headers.prefer, undefined);
  assert.deepEqual(asked[0].body, {
    name: 'train', version: 2, params: { epoch: 1 }, lane: 'l', labels: { a: 'b' }, timeout: '90s',
  });
});

for (const status of ['FAILED', 'CANCELLED', 'UNKNOWN']) {
  test(`${status} is an error and no exception`, async (t) => {
    const { url } = await bus(t, ended(status));
    assert.deepEqual(await client(url).execute(REQUEST), {
      result: null,
      error: { code: 'BAD', message: 'row 7', retryable: false, status, actionId: ID, attempt: 3 },
    });
  });
}

test('a refusal is an error with the code and the field', async (t) => {
  const { url } = await bus(t, json(400, { code: 'NAME_INVALID', detail: 'a name', pointer: '/name' }));
  const { error } = await client(url).execute(REQUEST);
  assert.deepEqual(error, { code: 'NAME_INVALID', message: 'a name', retryable: false, pointer: '/name' });
});

test('an answer that is not of a bus is an error', async (t) => {
  const { url } = await bus(t, (response) => response.end('<html>'));
  assert.equal((await client(url).execute(REQUEST)).error.code, 'ANSWER_UNREADABLE');
});

test('a broken connection is followed by the same request with the same key', async (t) => {
  const { url, asked } = await bus(t, broken, problem(503, 'OUTCOME_UNKNOWN'), completed({}));
  assert.equal((await client(url).execute(REQUEST)).error, null);
  assert.equal(asked.length, 3);
  for (const request of asked) {
    assert.equal(request.headers['idempotency-key'], asked[0].headers['idempotency-key']);
    assert.deepEqual(request.body, asked[0].body);
  }
});

test('a bus that is not there is an error, after a while', async () => {
  const { error } = await client('http://127.0.0.1:1', 300).execute(REQUEST);
  assert.equal(error.code, 'BUS_UNREACHABLE');
  assert.equal(error.retryable, true);
});

test('a bus that goes on to refuse is quoted', async (t) => {
  const { url } = await bus(t, problem(503, 'BUS_UNAVAILABLE'));
  assert.equal((await client(url, 300).submit(REQUEST)).error.code, 'BUS_UNAVAILABLE');
});

test('what takes long is waited for', async (t) => {
  const { url, asked } = await bus(t, ADMITTED, ADMITTED, broken, completed({ n: 1 }));
  assert.deepEqual((await client(url).execute(REQUEST)).result, { n: 1 });
  assert.deepEqual(asked.map((it) => it.url).slice(1), Array(3).fill(`/v1/actions/${ID}/result?wait=60`));
});

test('the wait ends at the timeout, with the id of what goes on', async (t) => {
  const { url } = await bus(t, ADMITTED, () => {});
  const { error } = await client(url).execute({ ...REQUEST, timeout: 200 });
  assert.equal(error.code, 'TIMEOUT');
  assert.equal(error.actionId, ID);
});

test('what had failed before is done again, once', async (t) => {
  const again = json(200, { actionId: ID, status: 'ADMITTED' });
  const { url, asked } = await bus(t, ended('FAILED', REPLAYED), again, ended('FAILED', REPLAYED));
  assert.equal((await client(url).execute(REQUEST)).error.code, 'BAD');
  assert.deepEqual(
    asked.map((it) => it.url),
    ['/v1/actions', `/v1/actions/${ID}/redrive`, '/v1/actions'],
  );
  assert.equal(asked[1].headers['idempotency-key'], 'execute-after-attempt-3');
  assert.deepEqual(asked[2].body, asked[0].body);
});

for (const [what, request, ...answers] of [
  ['has failed in this call', REQUEST, ended('FAILED')],
  ['may have failed in this call', REQUEST, broken, ended('FAILED', REPLAYED)],
  ['was cancelled', REQUEST, ended('CANCELLED', REPLAYED)],
  ['nobody knows', REQUEST, ended('UNKNOWN', REPLAYED)],
  ['has a key of its own', { ...REQUEST, idempotencyKey: 'k' }, ended('FAILED', REPLAYED)],
  ['is done once', { ...REQUEST, mode: 'once' }, ended('FAILED', REPLAYED)],
  ['shall not', { ...REQUEST, redriveFailed: false }, ended('FAILED', REPLAYED)],
]) {
  test(`what ${what} is not done again`, async (t) => {
    const { url, asked } = await bus(t, ...answers);
    assert.equal((await client(url).execute(request)).error.code, 'BAD');
    assert.ok(asked.every((it) => it.url === '/v1/actions'));
  });
}

test('cancel gives a reason, and the same order again if need be', async (t) => {
  const { url, asked } = await bus(t, broken, json(200, { actionId: ID, status: 'CANCELLED' }));
  const { result } = await client(url).cancel(ID, { reason: 'wrong data' });
  assert.equal(result.status, 'CANCELLED');
  assert.deepEqual(asked[1].body, { reason: 'wrong data' });
  assert.equal(asked[0].headers['idempotency-key'], asked[1].headers['idempotency-key']);
});

test('get and wait say what the bus says', async (t) => {
  const { url } = await bus(t, json(200, { actionId: ID, status: 'RUNNING' }), problem(404, 'ACTION_NOT_FOUND'));
  assert.equal((await client(url).get(ID)).result.status, 'RUNNING');
  assert.equal((await client(url).wait(ID)).error.code, 'ACTION_NOT_FOUND');
});

test('a broken stream of events goes on behind the last whole one', async (t) => {
  const one = 'id: 1:4\nevent: ActionAccepted\ndata: {"n":1}\n\n';
  const two = 'id: 1:7\nevent: ActionCompleted\ndata: {"n":2}\n\n';
  const { url, asked } = await bus(
    t,
    events(`:\n\n${one}id: 1:7\nevent: Action`, broken),
    events(two, (response) => response.end()),
  );
  const read = [];
  for await (const event of client(url).events(ID, { after: '1:2' })) read.push(event);
  assert.deepEqual(read, [
    { id: '1:4', type: 'ActionAccepted', data: { n: 1 } },
    { id: '1:7', type: 'ActionCompleted', data: { n: 2 } },
  ]);
  assert.deepEqual(asked.map((it) => it.headers['last-event-id']), ['1:2', '1:4']);
});

test('a stream of an unknown action throws its code', async (t) => {
  const { url } = await bus(t, problem(404, 'ACTION_NOT_FOUND'));
  const reading = (async () => {
    for await (const event of client(url).events(ID)) assert.fail(event);
  })();
  await assert.rejects(reading, { name: 'DoFailure', code: 'ACTION_NOT_FOUND' });
});

test('who stops reading hangs up', async (t) => {
  let hungUp;
  const gone = new Promise((resolve) => (hungUp = resolve));
  const { url } = await bus(
    t,
    events('id: 1:4\nevent: ActionAccepted\ndata: {}\n\n', (response) => response.on('close', hungUp)),
  );
  for await (const event of client(url).events(ID)) {
    assert.equal(event.id, '1:4');
    break;
  }
  await gone;
});

test('the key goes as a bearer token to where the environment says', async (t) => {
  const { url, asked } = await bus(t, completed({}));
  process.env.ACTIONBUS_URL = `${url}/`;
  t.after(() => delete process.env.ACTIONBUS_URL);
  await new Do('s3cret').action.execute(REQUEST);
  assert.equal(asked[0].headers.authorization, 'Bearer s3cret');
  assert.equal(asked[0].url, '/v1/actions');
});

test('a key or an address that can not be one is refused at once', () => {
  assert.throws(() => new Do('a\nb'), TypeError);
  assert.throws(() => new Do(undefined, { baseUrl: 'ftp://bus' }), TypeError);
  assert.throws(() => new Do(undefined, { baseUrl: 'bus' }), TypeError);
});
