import type { Position } from "#/kernel/position.ts";

const PAUSE_MS = 1000;

/** Calls `pass` at most once a second per technician: immediately for the first position, then with the latest one. */
export function oncePerSecond(pass: (position: Position) => void): (position: Position) => void {
  /** Technicians with a position in the last second -> their newest position that has not passed yet. */
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
