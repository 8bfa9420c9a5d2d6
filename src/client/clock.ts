/** How far clocks may differ before AWS refuses a signature. */
const TOLERANCE_MS = 300_000;

/** The service's idea of the time, learned from its answers: pages run on clocks that are hours off. */
export class Clock {
  /** How far the service's time is ahead of this machine's, in ms. */
  offsetMs = 0;

  /** Ms since the epoch. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Learns from a response's Date, unless a cache kept the response: then it is old. */
  learnFrom(headers: Headers): void {
    if (!headers.has("age")) this.learn(Date.parse(headers.get("date") ?? ""));
  }

  /** Learns from the service's refusal of a signature; whether the offset differs from the one it was signed with. */
  correctFrom(offsetMs: number, message: string): boolean {
    this.learn(timeInMessage(message));
    return this.offsetMs !== offsetMs;
  }

  /** Adopts a time that the service reported if this clock is off by more than AWS accepts. */
  learn(serviceTime: number): void {
    // What is not a time compares as false.
    if (Math.abs(serviceTime - this.now()) > TOLERANCE_MS) {
      this.offsetMs = serviceTime - Date.now();
    }
  }
}

/**
 * The service's time in its refusal of a signature: `Signature expired: … (20260101T120000Z - 5
 * min.)`. In a page, this is where it can be read: CORS hides the Date header.
 */
function timeInMessage(message: string): number {
  const [, time = ""] = /\((\d{8}T\d{6}Z) [-+]/.exec(message) ?? [];
  return Date.parse(time.replace(/(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"));
}
