import { estimateWay } from "#/integrations/travel-time/estimate.ts";
import type { Point, TravelSettings } from "#/integrations/travel-time/port.ts";
import { type Span, without } from "#/kernel/wall-clock.ts";

// Who should take a job (domain-rules.md 3.8): rules that exclude, then a score in minutes of travel. Everything that counts is expressed in the
// minutes of driving that it is worth, so that the components sum to the score and a dispatcher can weigh them. The least is the best.

/** Of a position that is older, nobody knows whether the technician is still there. */
const FRESH_MS = 15 * 60_000;
/** A job that begins later than this is reached from the job before it, not from where the technician is now. */
const SOON_MS = 2 * 3_600_000;
/** What the way counts for where nobody knows one of its ends. */
const UNKNOWN_WAY_MINUTES = 30;
const SECONDARY_ZONE = 5;
const OTHER_ZONE = 15;
/** What a full day counts for. */
const FULL_DAY = 30;
const SKILL_SHORT = 20;
const KNOWN_CUSTOMER = -10;

export type PlannedJob = { id: number; start: number; end: number; place: Point | null };
export type Seeker = {
  id: number;
  name: string;
  /** Times in milliseconds since 1970. */
  position: (Point & { at: number }) | null;
  home: Point | null;
  zone: "primary" | "secondary" | null;
  skills: { qualified: boolean; fit: number; lacks: readonly string[] };
  free: readonly Span[];
  /** Time off that reaches into the day. */
  off: readonly Span[];
  availableMinutes: number;
  /** Their other jobs of that day, in the order of their start. */
  jobs: readonly PlannedJob[];
  maxJobs: number | null;
  knowsCustomer: boolean;
};
export type Wanted = {
  place: Point | null;
  /** Null: no time is agreed yet. */
  span: Span | null;
  minutes: number;
  hasZone: boolean;
  needsSkills: boolean;
  now: number;
  zonesAreStrict: boolean;
  travel: TravelSettings;
};

export const exclusions = [
  "time_off",
  "off_shift",
  "skill",
  "zone",
  "overlap",
  "travel_before",
  "travel_after",
  "max_jobs",
  "day_full",
] as const;
export type Exclusion = { rule: (typeof exclusions)[number]; reason: string };

export type Components = { travel: number; zone: number; load: number; skill: number; continuity: number };
export type Suggestion = {
  technicianId: number;
  technicianName: string;
  score: number;
  components: Components;
  etaMinutes: number | null;
  distanceM: number | null;
  reasons: string[];
  warnings: string[];
};
export type Excluded = { technicianId: number; technicianName: string } & Exclusion;

/** Every technician either as a suggestion, the best first, or with the rule that excludes them. The same input has the same answer. */
export function suggest(
  wanted: Wanted,
  seekers: readonly Seeker[],
): { suggestions: Suggestion[]; excluded: Excluded[] } {
  const suggestions: Rated[] = [];
  const excluded: Excluded[] = [];
  for (const seeker of seekers) {
    const why = exclusionOf(wanted, seeker);
    if (why) excluded.push({ technicianId: seeker.id, technicianName: seeker.name, ...why });
    else suggestions.push(rated(wanted, seeker));
  }
  suggestions.sort(
    (a, b) =>
      a.suggestion.score - b.suggestion.score ||
      a.load - b.load ||
      a.suggestion.technicianId - b.suggestion.technicianId,
  );
  return { suggestions: suggestions.map(({ suggestion }) => suggestion), excluded };
}

const isWithin = (span: Span, free: readonly Span[]): boolean =>
  free.some(({ start, end }) => start <= span.start && span.end <= end);
const meet = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;
/** Whether the day still has a span of its own for the job: between the other jobs, and on one side of a time off. */
const hasRoom = ({ minutes, now }: Wanted, { free, jobs }: Seeker): boolean =>
  without(
    free.map(({ start, end }) => ({ start: Math.max(start, now), end })),
    jobs,
  ).some(({ start, end }) => end - start >= minutes * 60_000);
const bookedMinutes = ({ jobs }: Seeker): number =>
  jobs.reduce((sum, { start, end }) => sum + (end - start) / 60_000, 0);

/** The rule that keeps a technician from the job; undefined: none. */
export function exclusionOf(wanted: Wanted, seeker: Seeker): Exclusion | undefined {
  const { span, minutes } = wanted;
  const { free, skills, jobs, maxJobs, availableMinutes } = seeker;
  if (span ? !isWithin(span, free) : free.length === 0)
    return seeker.off.some((off) => !span || meet(off, span))
      ? { rule: "time_off", reason: "has time off then" }
      : { rule: "off_shift", reason: span ? "does not work at that time" : "does not work on that day" };
  if (!skills.qualified) return { rule: "skill", reason: skills.lacks.join(", ") };
  if (wanted.zonesAreStrict && wanted.hasZone && seeker.zone === null)
    return { rule: "zone", reason: "does not work in the zone of the job" };
  if (maxJobs !== null && jobs.length >= maxJobs)
    return { rule: "max_jobs", reason: `has ${jobs.length} jobs on that day, which is the most` };
  if (!span)
    return bookedMinutes(seeker) + minutes > availableMinutes || !hasRoom(wanted, seeker)
      ? { rule: "day_full", reason: "has too little time left on that day" }
      : undefined;
  return collision(wanted, span, seeker);
}

function collision({ place, travel }: Wanted, span: Span, { jobs }: Seeker): Exclusion | undefined {
  const hit = jobs.find((job) => meet(job, span));
  if (hit) return { rule: "overlap", reason: `has job ${hit.id} at that time` };
  const before = jobs.findLast(({ end }) => end <= span.start);
  const after = jobs.find(({ start }) => start >= span.end);
  const msBetween = (from: Point | null, to: Point | null) =>
    from && to ? estimateWay(from, to, travel).seconds * 1000 : 0;
  if (before && before.end + msBetween(before.place, place) > span.start)
    return { rule: "travel_before", reason: `cannot be there in time after job ${before.id}` };
  if (after && span.end + msBetween(place, after.place) > after.start)
    return { rule: "travel_after", reason: `would be late for job ${after.id}` };
  return undefined;
}

/** Where the technician comes from: where they are if the job begins soon, else the job before it, else where their day begins. */
function originOf({ span, now }: Wanted, { position, home, jobs }: Seeker) {
  const start = span?.start ?? now;
  const fresh = position && now - position.at <= FRESH_MS && start - now <= SOON_MS ? position : null;
  const before = jobs.findLast(({ end, start: begins }) => (span ? end <= start : begins <= now));
  if (fresh) return { point: fresh as Point, from: "where they are now" };
  if (before?.place) return { point: before.place, from: `job ${before.id}` };
  if (home) return { point: home, from: "where their day begins" };
  return position ? { point: position as Point, from: "where they were last seen" } : null;
}

type Rated = { suggestion: Suggestion; load: number };

function rated(wanted: Wanted, seeker: Seeker): Rated {
  const { place, travel, hasZone, needsSkills } = wanted;
  const origin = originOf(wanted, seeker);
  const way = origin && place ? estimateWay(origin.point, place, travel) : null;
  const load = seeker.availableMinutes > 0 ? Math.min(bookedMinutes(seeker) / seeker.availableMinutes, 1) : 1;
  const components: Components = {
    travel: way ? Math.round(way.seconds / 60) : UNKNOWN_WAY_MINUTES,
    zone: !hasZone || seeker.zone === "primary" ? 0 : seeker.zone === "secondary" ? SECONDARY_ZONE : OTHER_ZONE,
    load: Math.round(FULL_DAY * load),
    skill: Math.round(SKILL_SHORT * (1 - seeker.skills.fit)),
    continuity: seeker.knowsCustomer ? KNOWN_CUSTOMER : 0,
  };
  const { zone } = seeker;
  const suggestion: Suggestion = {
    technicianId: seeker.id,
    technicianName: seeker.name,
    score: Object.values(components).reduce((sum, minutes) => sum + minutes, 0),
    components,
    etaMinutes: way && components.travel,
    distanceM: way?.metres ?? null,
    reasons: [
      ...(way && origin ? [`${components.travel} minutes from ${origin.from}`] : []),
      ...(needsSkills && seeker.skills.fit === 1 ? ["has every skill at its level"] : []),
      ...(hasZone && zone ? [zone === "primary" ? "works mainly in this zone" : "helps out in this zone"] : []),
      ...(seeker.knowsCustomer ? ["has worked for this customer before"] : []),
      `${Math.round(load * 100)} % of the day is booked`,
    ],
    warnings: [
      ...(way ? [] : [place ? "nobody knows where they will be" : "nobody knows where the job is"]),
      ...(hasZone && zone === null ? ["does not usually work in this zone"] : []),
      ...seeker.skills.lacks,
    ],
  };
  return { suggestion, load };
}
