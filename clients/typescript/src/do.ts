// SPDX-License-Identifier: Apache-2.0
import { Actions } from './action.js';
import { Bus } from './bus.js';
import { Workflows } from './workflow.js';

export interface DoOptions {
  /** Where the bus is; if not given, `ACTIONBUS_URL` or else http://127.0.0.1:8080. */
  readonly baseUrl?: string;
  /** Milliseconds for which a call is repeated while the bus can not be reached; 15,000 if not given. */
  readonly reconnectFor?: number;
}

const DEFAULT_URL = 'http://127.0.0.1:8080';
const VISIBLE = /^[\x21-\x7e]+$/;

/** A bus. It holds no connection; make one and keep it. */
export class Do {
  readonly action: Actions;
  readonly workflow: Workflows;

  /**
   * @param apiKey sent as a bearer token; without one the bus takes everybody as anonymous
   * @throws TypeError the key or the address can not be one
   */
  constructor(apiKey?: string, options: DoOptions = {}) {
    if (apiKey !== undefined && apiKey !== '' && !VISIBLE.test(apiKey)) {
      throw new TypeError('an API key has visible ASCII characters only');
    }
    const reconnectFor = options.reconnectFor ?? 15_000;
    const bus = new Bus(address(options.baseUrl), apiKey === '' ? undefined : apiKey, reconnectFor);
    this.action = new Actions(bus, reconnectFor);
    this.workflow = new Workflows(bus);
  }
}

function address(given: string | undefined): string {
  const url = given ?? (environment('ACTIONBUS_URL') || DEFAULT_URL);
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new TypeError(`the address of a bus is like ${DEFAULT_URL}, not ${url}`);
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw new TypeError(`the address of a bus is like ${DEFAULT_URL}, not ${url}`);
  }
  return parsed.href.replace(/\/+$/, '');
}

/** There is none in a browser. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name];
}
