// SPDX-License-Identifier: Apache-2.0
import { Inexact, exactly, isObject, type Json } from './json.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** The canonical form of RFC 8785: one text for all ways to write a value. */
export function canonical(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isObject(value)) {
    // sort() compares UTF-16 code units, as RFC 8785 wants it
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${quoted(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
  }
  // RFC 8785 takes numbers and escapes from ECMAScript
  return JSON.stringify(value);
}

/**
 * What an action is to do, as the bus sees it: SHA-256 over the canonical form of `{name, params,
 * version}`, 64 hex digits. The same for all clients and for the bus.
 */
export async function fingerprint(name: string, version: number, params: Json): Promise<string> {
  const bytes = new TextEncoder().encode(canonical({ name, params, version }));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The key of a content: same name, params and version, same action. */
export async function contentKey(name: string, params: object = {}, version = 1): Promise<string> {
  return `content-${await fingerprint(name, version, exactly(params))}`;
}

function quoted(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new Inexact('ENCODING', 'params contain a lone surrogate');
  return JSON.stringify(text);
}
