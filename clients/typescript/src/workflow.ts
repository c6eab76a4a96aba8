// SPDX-License-Identifier: Apache-2.0
import { type Answer } from './answer.js';
import type { CancelOptions } from './action.js';
import type { Bus } from './bus.js';
import { order, text, told, wasKnown } from './calls.js';
import type { Json, JsonObject } from './json.js';
import { Patience } from './patience.js';
import { write, type ActionRequest } from './request.js';

/** What a run is asked for with: as an action, but for what only a handler understands. */
export type RunRequest = Omit<ActionRequest, 'mode' | 'retry' | 'attemptTimeout'>;

/** What is known right after a run was asked for. Its id is that of an action: `action.wait` waits for its end. */
export interface Started {
  readonly runId: string;
  readonly idempotencyKey: string;
  readonly status: string;
  /** Whether the bus knew this run already. */
  readonly replayed: boolean;
}

/** A run and a page of its steps; the fields are those of `GET /v1/runs/{id}`. */
export interface Run extends JsonObject {
  readonly runId: string;
  readonly status: string;
}

/** Which steps to tell. */
export interface RunPage {
  readonly step?: string;
  readonly state?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ResumeOptions extends CancelOptions {
  /** Begins there, though the step was completed. */
  readonly fromStep?: string;
  /** Goes on with this version of the definition. */
  readonly version?: number;
}

export interface ApproveOptions extends CancelOptions {
  readonly step: string;
  /** True if not given. */
  readonly approved?: boolean;
}

export interface SignalOptions extends CancelOptions {
  readonly signal: string;
  readonly payload?: Json;
}

/** Workflows of a bus and their runs. Every call answers; none throws. */
export class Workflows {
  constructor(private readonly bus: Bus) {}

  /**
   * Begins a run and does not wait for its end. Without a key of its own it has that of name, params
   * and version; without a version the newest is meant, and a newer one under the same key is refused.
   */
  async run(request: RunRequest): Promise<Answer<Started>> {
    const written = await write({ ...request, version: request.version ?? NEWEST });
    if ('error' in written) return written;
    const { name: _, version, ...rest } = written.body;
    const sent = await this.bus.send(
      {
        method: 'POST',
        path: `${definition(request.name)}/runs`,
        headers: { 'idempotency-key': written.key },
        body: version === NEWEST ? rest : { ...rest, version: version ?? null },
      },
      new Patience(undefined),
    );
    return told(sent, (reply) => ({
      runId: text(reply.body['runId']),
      idempotencyKey: written.key,
      status: text(reply.body['status']),
      replayed: wasKnown(reply),
    }));
  }

  /** Where a run stands, with its steps. */
  async get(runId: string, page: RunPage = {}): Promise<Answer<Run>> {
    const query = new URLSearchParams(
      Object.entries(page)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    return this.ask(`${run(runId)}${query === '' ? '' : `?${query}`}`);
  }

  /** A definition; the newest, if no version is given. */
  async show(name: string, version?: number): Promise<Answer<JsonObject>> {
    return this.ask(`${definition(name)}${version === undefined ? '' : `?version=${version}`}`);
  }

  /** A run that ended without a result goes on; what it has completed is kept. */
  resume(runId: string, options: ResumeOptions): Promise<Answer<Run>> {
    return this.order(runId, 'resume', options);
  }

  cancel(runId: string, options: CancelOptions): Promise<Answer<Run>> {
    return this.order(runId, 'cancel', options);
  }

  /** Decides about a step that waits for approval. */
  approve(runId: string, options: ApproveOptions): Promise<Answer<Run>> {
    return this.order(runId, 'approve', options);
  }

  /** Tells the steps that wait for a signal. */
  signal(runId: string, options: SignalOptions): Promise<Answer<Run>> {
    return this.order(runId, 'signal', options);
  }

  private async ask<T extends JsonObject>(path: string): Promise<Answer<T>> {
    const sent = await this.bus.send({ method: 'GET', path }, new Patience(undefined));
    return told(sent, (reply) => reply.body as T);
  }

  private async order(runId: string, verb: string, options: CancelOptions): Promise<Answer<Run>> {
    const sent = await order(this.bus, `${run(runId)}/${verb}`, { ...options });
    return told(sent, (reply) => reply.body as Run);
  }
}

/** No version of a definition has this number. */
const NEWEST = 0;

function run(id: string): string {
  return `/v1/runs/${encodeURIComponent(id)}`;
}

function definition(name: string): string {
  return `/v1/workflows/${encodeURIComponent(name)}`;
}
