/** Numbers in [0, 1) that follow from a seed (mulberry32), with the choices that a simulation makes by them. */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (probability: number): boolean => next() < probability,
    pick: <T>(choices: readonly T[]): T => choices[below(choices.length)] as T, // never empty
    /** One of these by their weights; those without any are never taken. */
    weighted<T extends string>(weights: Partial<Record<T, number>>): T {
      const entries = Object.entries(weights) as [T, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [choice, weight] of entries) {
        left -= weight;
        if (left < 0 && weight > 0) return choice;
      }
      return (entries[0] as [T, number])[0]; // never empty
    },
  };
}
export type Random = ReturnType<typeof randomOf>;
