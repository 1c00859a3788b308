import type { Job, Problem, Technician } from "#/domains/routing/index.ts";

const SKILLS = ["heating", "cooling", "electric"];
const HOUR = 3600;

/** One or two times off in a day. */
function timesAway(below: (limit: number) => number) {
  const from = (9 + below(3)) * HOUR;
  const to = from + 1800 + below(2 * HOUR);
  const again = to + below(2) * HOUR;
  return [{ from, to }, ...(below(2) === 0 ? [{ from: again + 1, to: again + 1800 }] : [])];
}

/** A day with everything that the solver knows, small enough to be solved in no time; the same for the same number. */
export function randomDay(number: number): Problem {
  let state = (number + 1) * 2654435761;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(random() * limit);
  const some = <T>(chance: number, value: () => T): T | undefined => (random() < chance ? value() : undefined);
  const size = 4 + below(16);
  const at = Array.from({ length: size }, () => [below(3000), below(3000)] as const);
  const time = new Int32Array(size * size);
  const distance = new Int32Array(size * size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) {
      const straight = Math.hypot((at[a]?.[0] ?? 0) - (at[b]?.[0] ?? 0), (at[a]?.[1] ?? 0) - (at[b]?.[1] ?? 0));
      time[a * size + b] = Math.round(straight * (0.8 + 0.4 * random()));
      distance[a * size + b] = Math.round(straight * 10);
    }
  const place = () => below(size);
  const technicians: Technician[] = Array.from({ length: 1 + below(4) }, (_, i) => ({
    id: 100 + i,
    start: random() < 0.1 ? null : place(),
    end: random() < 0.1 ? null : place(),
    shift: { from: 8 * HOUR, to: (12 + below(6)) * HOUR },
    skills: SKILLS.filter(() => random() < 0.6),
    ...some(0.4, () => ({ lunch: { from: 11 * HOUR, to: 14 * HOUR, length: 1800 } })),
    ...some(0.3, () => ({ overtime: { max: 2 * HOUR, price: 1 + below(3) } })),
    ...some(0.3, () => ({ away: timesAway(below) })),
    ...some(0.3, () => ({ capacity: 3 + below(10) })),
  }));
  const window = () => {
    const from = 8 * HOUR + below(8 * HOUR);
    return { from, to: from + below(3 * HOUR) };
  };
  const jobs: Job[] = Array.from({ length: below(22) }, (_, i) => ({
    id: 1000 + i,
    place: place(),
    windows: Array.from({ length: [0, 1, 1, 1, 2, 3][below(6)] ?? 1 }, window),
    service: below(2 * HOUR),
    skills: SKILLS.filter(() => random() < 0.1),
    prize: [500, 5000, 50_000][below(3)] ?? 0,
    load: below(3),
    ...some(0.15, () => ({
      locked: {
        technician: technicians[below(technicians.length)]?.id ?? 0,
        ...some(0.5, () => ({ position: i })),
      },
    })),
  }));
  return {
    technicians,
    jobs,
    travel: { size, time, distance },
    ...some(0.5, () => ({ cost: { time: 1, distance: 0.1 } })),
  };
}

/** A plan as dispatchers make it: jobs given out by hand, some left, some in vain. */
export function planByHand({ technicians, jobs }: Problem, number: number): NonNullable<Problem["present"]> {
  return technicians.map(({ id }, r) => ({
    technician: id,
    jobs: jobs
      .filter(({ locked }, i) =>
        locked ? locked.technician === id : (i * 7 + number) % (technicians.length + 1) === r,
      )
      .toSorted((a, b) => (a.locked?.position ?? 99) - (b.locked?.position ?? 99))
      .map((job) => job.id),
  }));
}
