export type Spot = { latitude: number; longitude: number };
type Leg = { from: Spot; to: Spot; metres: number };
export type Way = { metres: number; seconds: number; legs: readonly Leg[] };

const METRES_PER_DEGREE = 111_320;
const TOWN_METRES_PER_SECOND = 12; // 43 km/h, with the lights on the way
const HIGHWAY_METRES_PER_SECOND = 19;
const TOWN_METRES = 12_000;

const eastOf = ({ latitude }: Spot): number => METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
const metresBetween = (from: Spot, to: Spot): number =>
  Math.hypot((to.longitude - from.longitude) * eastOf(from), (to.latitude - from.latitude) * METRES_PER_DEGREE);

/** A way as streets lead in a town of blocks: east or west, then north or south, then the rest. `turn`, 0 to 1: how far along the first turn is. */
export function wayOf(from: Spot, to: Spot, turn: number): Way {
  const longitude = from.longitude + (to.longitude - from.longitude) * turn;
  const corners = [from, { ...from, longitude }, { ...to, longitude }, to];
  const legs = corners.slice(1).map((corner, i) => {
    const begin = corners[i] ?? from;
    return { from: begin, to: corner, metres: metresBetween(begin, corner) };
  });
  const metres = legs.reduce((sum, leg) => sum + leg.metres, 0);
  const inTown = Math.min(metres, TOWN_METRES);
  const seconds = inTown / TOWN_METRES_PER_SECOND + (metres - inTown) / HIGHWAY_METRES_PER_SECOND;
  return { metres, seconds, legs: legs.filter((leg) => leg.metres > 0) };
}

/** Where somebody is who has gone this part of a way, 0 to 1, with the heading in degrees and the speed in metres per second. */
export function placeOn({ metres, seconds, legs }: Way, part: number): Spot & { heading: number; speed: number } {
  let left = metres * part;
  const leg = legs.find(({ metres: length }, i) => {
    if (left <= length || i === legs.length - 1) return true;
    left -= length;
    return false;
  });
  if (!leg) throw new Error("a way without a leg leads nowhere");
  const { from, to } = leg;
  const share = Math.min(left / leg.metres, 1);
  const [north, east] = [to.latitude - from.latitude, (to.longitude - from.longitude) * eastOf(from)];
  const heading = (Math.atan2(east, north * METRES_PER_DEGREE) * 180) / Math.PI;
  return {
    latitude: from.latitude + north * share,
    longitude: from.longitude + (to.longitude - from.longitude) * share,
    heading: Math.round((heading + 360) % 360),
    speed: Math.round((metres / seconds) * 10) / 10,
  };
}
