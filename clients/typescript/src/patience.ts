// SPDX-License-Identifier: Apache-2.0

/** Until when somebody waits, on a clock that is never set. */
export class Patience {
  private readonly end: number;

  /**
   * @param millis from now on; undefined: for ever
   */
  constructor(millis: number | undefined) {
    this.end = millis === undefined ? Infinity : performance.now() + millis;
  }

  /** Milliseconds, 0 or more. */
  left(): number {
    return Math.max(0, this.end - performance.now());
  }

  isOver(): boolean {
    return this.left() === 0;
  }
}

/** Growing pauses, each of a length nobody can foretell, so that many clients do not come back at once. */
export class Pauses {
  private longest = 100;

  next(atLeast = 0): number {
    const pause = this.longest * (0.5 + Math.random() / 2);
    this.longest = Math.min(this.longest * 2, 2_000);
    return Math.max(pause, Math.min(atLeast, 5_000));
  }
}

export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
