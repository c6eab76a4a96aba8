// SPDX-License-Identifier: Apache-2.0
/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** What can not be said in JSON, or not exactly. */
export class Inexact extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A value as JSON has it: `toJSON` is asked and properties that are undefined are left out, as
 * `JSON.stringify` does. What that would change in silence is refused: numbers that are not
 * finite, undefined and functions in arrays, and whole numbers beyond 2^53 - 1, which JavaScript
 * has rounded by then.
 */
export function exactly(value: object): JsonObject {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, refuseWhatWouldChange);
  } catch (e) {
    if (e instanceof Inexact) throw e;
    throw new Inexact('PARAMS_INVALID', `params are not JSON: ${firstLine(e)}`);
  }
  const read: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isObject(read)) throw new Inexact('PARAMS_NOT_OBJECT', 'params are a JSON object');
  return read;
}

/** Whether a value that was read from JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseWhatWouldChange(this: unknown, name: string, value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) {
        throw new Inexact('NUMBER_OUT_OF_RANGE', `${name} is ${value}; JSON has finite numbers only`);
      }
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new Inexact(
          'NUMBER_OUT_OF_RANGE',
          `${name} is a whole number beyond 2^53 - 1, which JavaScript rounds; send it as a string`,
        );
      }
      return value;
    case 'bigint':
      throw new Inexact('NUMBER_OUT_OF_RANGE', `${name} is a bigint; send it as a string`);
    case 'undefined':
    case 'function':
    case 'symbol':
      if (typeof value === 'undefined' && !Array.isArray(this)) return undefined;
      throw new Inexact('PARAMS_INVALID', `${name} is ${typeof value}, which JSON does not have`);
    default:
      return value;
  }
}

function firstLine(e: unknown): string {
  return String(e instanceof Error ? e.message : e).split('\n', 1)[0] ?? '';
}
