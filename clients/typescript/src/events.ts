// SPDX-License-Identifier: Apache-2.0
import { DoFailure, type DoError } from './answer.js';
import { refusal, type Bus } from './bus.js';
import { isObject, type JsonObject } from './json.js';
import { Patience, Pauses, pause } from './patience.js';

/** Something that happened to an action. */
export interface ActionEvent {
  /** Its place in the log, `PARTITION:OFFSET`; reading goes on behind it with `after`. */
  readonly id: string;
  /** `ActionAccepted`, `ActionCompleted` and so on. */
  readonly type: string;
  readonly data: JsonObject;
}

export interface EventsOptions {
  /** Only events behind this one. */
  readonly after?: string;
  /** Go on when the action has ended. */
  readonly follow?: boolean;
}

/** The bus says something every 15 s. */
const SILENCE = 45_000;
const REFUSED_FOR_GOOD = new Set([400, 401, 403, 404, 406]);

/**
 * The events at `path`, each once and in order. A stream that breaks is taken up again behind the
 * last event that was read, until nothing has come for `reconnectFor` milliseconds.
 */
export async function* follow(
  bus: Bus,
  path: string,
  options: EventsOptions,
  reconnectFor: number,
): AsyncGenerator<ActionEvent, void, undefined> {
  const url = options.follow === true ? `${path}?follow=true` : path;
  let last = options.after;
  let pauses = new Pauses();
  let trying = new Patience(reconnectFor);
  for (;;) {
    const failures: DoError[] = [];
    for await (const event of streamed(bus, url, last, failures)) {
      if (event !== undefined) {
        last = event.id;
        yield event;
      }
      pauses = new Pauses();
      trying = new Patience(reconnectFor);
    }
    const failure = failures[0];
    if (failure === undefined && options.follow !== true) return;
    const rest = pauses.next();
    if (failure !== undefined && trying.left() <= rest) throw new DoFailure(failure);
    await pause(rest);
  }
}

/** One connection; undefined is a sign of life. Why it broke, if it did, is added to `failures`. */
async function* streamed(
  bus: Bus,
  path: string,
  last: string | undefined,
  failures: DoError[],
): AsyncGenerator<ActionEvent | undefined, void, undefined> {
  const abort = new AbortController();
  let silence = setTimeout(() => abort.abort(), SILENCE);
  let response: Response;
  try {
    try {
      response = await bus.stream(path, last, abort.signal);
    } catch (e) {
      failures.push(bus.unreachable(e));
      return;
    }
    if (response.status !== 200 || response.body === null) {
      const problem = refusal(await bus.read(response));
      if (REFUSED_FOR_GOOD.has(response.status)) throw new DoFailure(problem);
      failures.push(problem);
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    for (;;) {
      let piece: ReadableStreamReadResult<string>;
      try {
        piece = await reader.read();
      } catch (e) {
        failures.push(bus.unreachable(e));
        return;
      }
      if (piece.done) return;
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE);
      yield undefined;
      yield* parser.read(piece.value);
    }
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

/** `text/event-stream` (WHATWG HTML, 9.2), but for lines that end with a lone carriage return. */
class EventParser {
  private rest = '';
  private id = '';
  private type = '';
  private data: string[] = [];

  *read(text: string): Generator<ActionEvent, void, undefined> {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const sent of lines) {
      const line = sent.endsWith('\r') ? sent.slice(0, -1) : sent;
      if (line === '') {
        if (this.data.length > 0) yield this.event();
        this.type = '';
        this.data = [];
      } else {
        this.field(line);
      }
    }
  }

  private field(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') this.id = value;
    if (name === 'event') this.type = value;
    if (name === 'data') this.data.push(value);
  }

  private event(): ActionEvent {
    const data: unknown = JSON.parse(this.data.join('\n'));
    return { id: this.id, type: this.type, data: isObject(data) ? data : {} };
  }
}
