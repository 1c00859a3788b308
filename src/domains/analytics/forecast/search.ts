import { at, type Series } from "./series.ts";

/** Where a search begins, and how many times it may ask. */
export type Effort = { start: Series; asks: number };

const STEP = 0.25;
/** A search ends when its points differ by less than this share. */
const CLOSE_ENOUGH = 1e-7;
const WORST = Number.MAX_VALUE;

type Point = { place: Series; cost: number };

/** The least cost within the unit box that the simplex of Nelder and Mead (Computer Journal 7, 1965) finds. Deterministic. */
export function leastOf(cost: (place: Series) => number, { start, asks }: Effort): Series {
  const size = start.length;
  let asked = 0;
  const ask = (place: Series): Point => {
    asked++;
    const value = cost(place);
    return { place, cost: Number.isFinite(value) ? value : WORST };
  };
  const points: Point[] = [ask(start)];
  for (let k = 0; k < size; k++) {
    const place = start.slice();
    place[k] = at(place, k) + (at(place, k) + STEP > 1 ? -STEP : STEP);
    points.push(ask(place));
  }
  for (;;) {
    points.sort((a, b) => a.cost - b.cost);
    const [best, worst, second] = [points[0], points[size], points[size - 1]] as [Point, Point, Point]; // safe: size + 1 points
    if (asked >= asks || worst.cost - best.cost <= CLOSE_ENOUGH * Math.abs(best.cost)) return best.place;
    const middle = middleOf(points, size);
    const towards = (share: number): Point => ask(between(middle, worst.place, share));
    const mirrored = towards(-1);
    if (mirrored.cost < best.cost) {
      const further = towards(-2);
      points[size] = further.cost < mirrored.cost ? further : mirrored;
    } else if (mirrored.cost < second.cost) {
      points[size] = mirrored;
    } else {
      const nearer = towards(mirrored.cost < worst.cost ? -0.5 : 0.5);
      if (nearer.cost < Math.min(mirrored.cost, worst.cost)) points[size] = nearer;
      else for (let i = 1; i <= size; i++) points[i] = ask(between(best.place, (points[i] as Point).place, 0.5));
    }
  }
}

/** The middle of all points but the last. */
function middleOf(points: readonly Point[], size: number): Series {
  const middle = new Float64Array(size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) middle[k] = at(middle, k) + at((points[i] as Point).place, k) / size;
  return middle;
}

/** The point at a share of the way, moved into the unit box. */
function between(from: Series, to: Series, share: number): Series {
  const place = new Float64Array(from.length);
  for (let k = 0; k < from.length; k++)
    place[k] = Math.min(1, Math.max(0, at(from, k) + share * (at(to, k) - at(from, k))));
  return place;
}
