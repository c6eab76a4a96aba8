// SPDX-License-Identifier: Apache-2.0
// A bus that says what a test wants, and remembers what it was asked.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers one request after the other with these; the last one for ever. */
export async function bus(t, ...answers) {
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: body === '' ? undefined : JSON.parse(body) });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}

export const ID = '8cf03a56-3f21-8005-b0c6-ba21c8ff0599';

export function json(status, body, headers = {}) {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

export const REPLAYED = { 'idempotency-replayed': 'true' };

export function completed(result, headers) {
  return json(200, { actionId: ID, status: 'COMPLETED', attempt: 1, result }, headers);
}

export function ended(status, headers, error = { code: 'BAD', message: 'row 7', retryable: false }) {
  return json(200, { actionId: ID, status, attempt: 3, error: { ...error, attempt: 3 } }, headers);
}

export function problem(status, code, headers) {
  return json(status, { code, detail: 'no', status }, headers);
}

/** The connection breaks when the request has been read. */
export function broken(response) {
  response.socket.destroy();
}

/** Server-sent events, and then the end or a break. */
export function events(text, then) {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => then(response));
  };
}
