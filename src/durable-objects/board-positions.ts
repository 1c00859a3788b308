import { clockNow } from "#/kernel/clock.ts";
import type { Position } from "#/kernel/position.ts";
import { inBatches } from "./board-batch.ts";
import { type Message, positionMessage } from "./board-messages.ts";
import type { Store } from "./board-store.ts";
import { oncePerSecond } from "./board-throttle.ts";
import { openTrack } from "./board-track.ts";
import type { ReadAt, Reported } from "./stubs.ts";

type Hooks = { show: (messages: readonly Message[]) => void; changed: () => Promise<void> };

/** Takes in where technicians are. Calls `show` with what viewers get, `changed` when there is something to flush. */
export function openPositions(store: Store, { show, changed }: Hooks) {
  const track = openTrack(store);
  const batch = inBatches(show);
  const showPosition = oncePerSecond((position) => batch(positionMessage(position)));

  /** Shows a position before it is stored, since what is sent waits for what is stored; the answer to a report comes after both. */
  async function moved(position: Position, points: readonly Position[] = []): Promise<void> {
    if (store.notePosition(position)) showPosition(position);
    await new Promise((resolve) => setTimeout(resolve, 0));
    store.savePosition(position);
    for (const point of points) store.saveToTrail(point);
    await changed();
  }

  return {
    moved,
    async take(technicianId: number, readings: readonly ReadAt[]): Promise<Reported> {
      const now = clockNow();
      const positions = readings.map((reading) => ({ ...reading, technicianId, at: reading.at ?? now }));
      const { taken, ignored, points } = track.take(technicianId, positions, Date.parse(now));
      const newest = taken.at(-1);
      if (newest) await moved(newest, points);
      return { ignored, taken: taken.length, newest, last: store.positionOf(technicianId) };
    },
  };
}
export type Positions = ReturnType<typeof openPositions>;
