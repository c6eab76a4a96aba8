// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Do, canonical, contentKey, fingerprint } from '@do-sdk/core';

const FILE =
  process.env.IDENTITY_VECTORS ??
  new URL('../../../schemas/src/main/resources/dev/actionbus/identity-vectors.json', import.meta.url);
const { fingerprints } = JSON.parse(await readFile(FILE, 'utf8'));

test('there are as many vectors as all languages have', () => {
  assert.equal(fingerprints.length, 12);
});

for (const { name, version, params, canonical: form, sha256 } of fingerprints) {
  test(`the fingerprint of ${params.slice(0, 40)} is that of all languages`, async () => {
    const read = JSON.parse(params);
    assert.equal(canonical({ version, params: read, name }), form);
    assert.equal(await fingerprint(name, version, read), sha256);
  });
}

test('the content key is the fingerprint of what JSON says', async () => {
  const at = new Date(0);
  const params = { at, left: undefined, n: 1 };
  const read = { n: 1.0, at: '1970-01-01T00:00:00.000Z' };
  assert.equal(await contentKey('n', params, 2), `content-${await fingerprint('n', 2, read)}`);
  assert.notEqual(await contentKey('n', params, 2), await contentKey('n', params));
});

const cycle = {};
cycle.self = cycle;

for (const [params, code] of [
  [{ x: NaN }, 'NUMBER_OUT_OF_RANGE'],
  [{ x: [-Infinity] }, 'NUMBER_OUT_OF_RANGE'],
  [{ x: 2 ** 53 }, 'NUMBER_OUT_OF_RANGE'],
  [{ x: 10n }, 'NUMBER_OUT_OF_RANGE'],
  [{ x: [undefined] }, 'PARAMS_INVALID'],
  [{ x: () => 1 }, 'PARAMS_INVALID'],
  [cycle, 'PARAMS_INVALID'],
  [{ x: '\ud83d' }, 'ENCODING'],
  [{ '\ud83d': 1 }, 'ENCODING'],
  [[1], 'PARAMS_NOT_OBJECT'],
]) {
  test(`${code} is said before anything is sent`, async () => {
    const nowhere = new Do(undefined, { baseUrl: 'http://127.0.0.1:1' });
    const { result, error } = await nowhere.action.execute({ name: 'n', params });
    assert.equal(result, null);
    assert.equal(error.code, code);
  });
}
