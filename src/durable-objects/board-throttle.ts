import type { Position } from "#/domains/dispatch/index.ts";

const PAUSE_MS = 1000;

/** Lets at most one position a second pass for each technician: the first at once, then the latest of those that came meanwhile. */
export function oncePerSecond(pass: (position: Position) => void): (position: Position) => void {
  /** Who passed within the last second, with the newest position that waits since. */
  const pausing = new Map<number, Position | null>();
  return function offer(position) {
    const { technicianId } = position;
    if (pausing.has(technicianId)) {
      pausing.set(technicianId, position);
      return;
    }
    pausing.set(technicianId, null);
    pass(position);
    setTimeout(() => {
      const waiting = pausing.get(technicianId);
      pausing.delete(technicianId);
      if (waiting) offer(waiting);
    }, PAUSE_MS);
  };
}
