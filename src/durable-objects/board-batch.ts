const PAUSE_MS = 50;

/**
 * Sends what comes alone at once, and what comes within a moment after it together: with hundreds of technicians on the move, one write to
 * each viewer carries the positions of several.
 */
export function inBatches<T>(send: (items: readonly T[]) => void): (item: T) => void {
  /** What has come in this pause; null without one. */
  let waiting: T[] | null = null;
  const endPause = (): void => {
    const items = waiting ?? [];
    waiting = items.length > 0 ? [] : null;
    if (items.length === 0) return;
    setTimeout(endPause, PAUSE_MS);
    send(items);
  };
  return (item) => {
    if (waiting) {
      waiting.push(item);
      return;
    }
    waiting = [];
    setTimeout(endPause, PAUSE_MS);
    send([item]);
  };
}
