/** What a viewer has asked to see of the board. */
export type Filter = {
  /** Jobs and positions of these technicians; empty: of all. */
  technicianIds: number[];
  /** Jobs of this zone; null: of all. */
  zoneId: number | null;
  /** The viewer is the one technician of the filter, and may see nothing of the others. */
  isOwn: boolean;
  /** Of a reader of the feed: the types of events that they get. The rest of the filter means the board. */
  types?: readonly string[];
};

export const EVERYTHING: Filter = { technicianIds: [], zoneId: null, isOwn: false };
export const isEverything = ({ technicianIds, zoneId, types }: Filter): boolean =>
  technicianIds.length === 0 && zoneId === null && types === undefined;

/** Who a message is about, or the type of an event of the feed; null: it is for everybody. */
export type Subject = OnBoard | { type: string } | null;
type OnBoard = {
  /** The technicians who have the job now, or the one technician. */
  technicianIds: readonly number[];
  /** The technician who had it before. */
  previousId: number | null;
  /** undefined: not about a place, as where a technician is. */
  zoneId: number | null | undefined;
  /** The office hears of it whatever it has filtered by: a job may come into its sight, or have left it. */
  isForOffice?: true;
};

/** `taken`: a technician hears that they no longer have the job, and nothing else of it. */
export type Sight = "all" | "taken" | "nothing";

/** What the viewer sees of a message. Who has filtered by a technician hears of it too when a job leaves them. */
export function sightOf({ technicianIds, zoneId, isOwn, types }: Filter, subject: Subject): Sight {
  if (subject === null) return "all";
  if ("type" in subject) return types?.includes(subject.type) ? "all" : "nothing";
  if (subject.isForOffice && !isOwn) return "all";
  if (zoneId !== null && subject.zoneId !== undefined && subject.zoneId !== zoneId) return "nothing";
  if (technicianIds.length === 0 || subject.technicianIds.some((id) => technicianIds.includes(id))) return "all";
  if (subject.previousId === null || !technicianIds.includes(subject.previousId)) return "nothing";
  return isOwn ? "taken" : "all";
}

/** Without `technician_id` it is not a job but a plan of routes, which everybody hears of who has not filtered by technicians. */
type BoardJob = { technician_id?: number | null; crew?: readonly number[]; zone_id?: number | null };
type WholeBoard = {
  jobs: (BoardJob & { id: number })[];
  backlog: (BoardJob & { id: number })[];
  technicians: { id: number }[];
  service_levels: { job_id: number }[];
};

/** Who a job is about. */
export const subjectOf = (
  { technician_id, crew = [], zone_id = null }: BoardJob,
  previousId: number | null = null,
) => ({
  technicianIds: technician_id ? [technician_id, ...crew] : crew,
  previousId,
  zoneId: technician_id === undefined ? undefined : zone_id,
});

/** A board, in wire format, with only what the viewer has asked for. */
export function filtered<B extends WholeBoard>(board: B, filter: Filter): B {
  if (isEverything(filter)) return board;
  const fits = (job: BoardJob) => sightOf(filter, subjectOf(job)) === "all";
  const { technicianIds } = filter;
  const [jobs, backlog] = [board.jobs.filter(fits), board.backlog.filter(fits)];
  const shown = new Set([...jobs, ...backlog].map(({ id }) => id));
  return {
    ...board,
    ...{ jobs, backlog },
    service_levels: board.service_levels.filter(({ job_id }) => shown.has(job_id)),
    technicians: board.technicians.filter(({ id }) => technicianIds.length === 0 || technicianIds.includes(id)),
  };
}
