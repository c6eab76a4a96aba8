// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Do, contentKey } from '@do-sdk/core';
import { ID, bus, json, problem } from './bus.mjs';

function client(url) {
  return new Do(undefined, { baseUrl: url }).workflow;
}

const RUNNING = json(202, { runId: ID, actionId: ID, status: 'ADMITTED' });

test('a run is asked for under the key of its content', async (t) => {
  const { url, asked } = await bus(t, RUNNING);
  const key = await contentKey('train', { rate: 1 }, 0);
  const { result } = await client(url).run({ name: 'train', params: { rate: 1 } });
  assert.deepEqual(result, { runId: ID, idempotencyKey: key, status: 'ADMITTED', replayed: false });
  assert.equal(asked[0].url, '/v1/workflows/train/runs');
  assert.equal(asked[0].headers['idempotency-key'], key);
  assert.deepEqual(asked[0].body, { params: { rate: 1 } });
});

test('a run of a version says so', async (t) => {
  const { url, asked } = await bus(t, RUNNING);
  const { result } = await client(url).run({ name: 'train', version: 2, labels: { a: 'b' } });
  assert.equal(result.idempotencyKey, await contentKey('train', {}, 2));
  assert.deepEqual(asked[0].body, { params: {}, version: 2, labels: { a: 'b' } });
});

test('runs and definitions are asked about', async (t) => {
  const { url, asked } = await bus(t, json(200, { runId: ID, status: 'RUNNING', steps: [] }), problem(404, 'WORKFLOW_NOT_FOUND'));
  assert.equal((await client(url).get(ID, { step: 'rates', limit: 5 })).result.status, 'RUNNING');
  assert.equal((await client(url).show('none', 3)).error.code, 'WORKFLOW_NOT_FOUND');
  assert.deepEqual(asked.map((it) => it.url), [`/v1/runs/${ID}?step=rates&limit=5`, '/v1/workflows/none?version=3']);
});

test('orders about a run say why', async (t) => {
  const { url, asked } = await bus(t, json(200, { runId: ID, status: 'RUNNING' }));
  const reason = 'mended';
  await client(url).resume(ID, { reason, fromStep: 'score', version: 2 });
  await client(url).approve(ID, { reason, step: 'ok', approved: false });
  await client(url).signal(ID, { reason, signal: 'data', payload: [1] });
  await client(url).cancel(ID, { reason });
  assert.deepEqual(
    asked.map((it) => [it.url.split('/').pop(), it.body]),
    [
      ['resume', { reason, fromStep: 'score', version: 2 }],
      ['approve', { reason, step: 'ok', approved: false }],
      ['signal', { reason, signal: 'data', payload: [1] }],
      ['cancel', { reason }],
    ],
  );
});
