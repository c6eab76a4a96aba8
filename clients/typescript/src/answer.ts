// SPDX-License-Identifier: Apache-2.0
import type { Json, JsonObject } from './json.js';

/** Why there is no result. */
export interface DoError {
  /** For machines, in upper snake case: the handler's own, the bus's, or one of this client. */
  readonly code: string;
  /** One line, for people. */
  readonly message: string;
  /** Whether the same call may have a result later. */
  readonly retryable: boolean;
  /** How the action ended. Without it the call has failed, and the action has not ended. */
  readonly status?: 'FAILED' | 'CANCELLED' | 'UNKNOWN';
  readonly actionId?: string;
  /** The attempt that failed. */
  readonly attempt?: number;
  /** What the handler has to say beside it. */
  readonly details?: Json;
  /** JSON pointer to the field that is to blame. */
  readonly pointer?: string;
}

/** There is a result. */
export interface Done<T> {
  readonly result: T;
  readonly error: null;
}

/** There is none. */
export interface NotDone {
  readonly result: null;
  readonly error: DoError;
}

/** What every call answers; none throws for what the bus, the network or a handler does. */
export type Answer<T> = Done<T> | NotDone;

/** What a handler has answered, if nobody says more about it. */
export type Result = JsonObject;

export function done<T>(result: T): Done<T> {
  return { result, error: null };
}

export function notDone(error: DoError): NotDone {
  return { result: null, error };
}

/** What ends an iteration over events, which has no other way to say so. */
export class DoFailure extends Error {
  override readonly name = 'DoFailure';
  readonly code: string;

  constructor(readonly error: DoError) {
    super(`${error.code}: ${error.message}`);
    this.code = error.code;
  }
}
