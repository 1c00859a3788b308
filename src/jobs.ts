import type { Ctx, OpenCtx } from "./ctx.ts";
import type { Audit, Commit } from "./db/tenant/commit.ts";
import type { DueQueue } from "./db/tenant/due.ts";
import type { OutboxEvent } from "./db/tenant/outbox.ts";
import type { EventDefinition } from "./kernel/events.ts";
import type { Instant, LocalDate } from "./kernel/time.ts";

// The kinds of jobs that a domain declares in its `jobs.ts`: what time, the queue and other domains' events make it do.

/** What a reaction or a daily run does: it is committed together with the mark that it is done, so it happens once. */
export type Effect = Pick<Commit<void>, "parts" | "events"> & { audit?: Audit | readonly Audit[] };

/** Attempts the work that an alarm names. May answer with the rest of the work, once the claim is in the database. */
type Attempt = (ctx: Ctx, id: string) => Promise<(() => Promise<void>) | undefined>;
/** Finds what is to do and does it. Tells what it did. Safe to run twice, late, or beside itself. */
type Chore = (open: OpenCtx) => Promise<Record<string, number>>;

export type Job =
  | { kind: "due"; name: string; queue: DueQueue; run: Attempt }
  | { kind: "events"; name: string; run: (ctx: Ctx) => Promise<{ more: boolean }> }
  | {
      kind: "reaction";
      name: string;
      types: readonly string[];
      run: (ctx: Ctx, event: OutboxEvent) => Promise<Effect | undefined>;
    }
  | {
      kind: "control";
      name: string;
      run: (open: OpenCtx, id: string) => Promise<void>;
      overdue: (open: OpenCtx, before: Instant, limit: number) => Promise<readonly string[]>;
    }
  | { kind: "daily"; name: string; run: (ctx: Ctx, day: LocalDate) => Promise<Effect | undefined> }
  | { kind: "minutely"; name: string; run: Chore }
  | { kind: "hourly"; name: string; run: Chore };
export type JobOf<K extends Job["kind"]> = Extract<Job, { kind: K }>;

/** Work that waits in a table of the domain until it is due. */
export const dueWork = (queue: DueQueue, { run }: { run: Attempt }): Job => ({
  kind: "due",
  name: queue.job,
  queue,
  run,
});

/** Work that waits in a table of the control database until it is due, and belongs to no tenant. `overdue` finds what no alarm has rung for. */
export const controlWork = (job: Omit<JobOf<"control">, "kind">): Job => ({ kind: "control", ...job });

/** Reads every event, in order, by a cursor that the domain keeps under `cursor`. */
export const onEvents = ({ cursor, run }: { cursor: string; run: JobOf<"events">["run"] }): Job => ({
  kind: "events",
  name: cursor,
  run,
});

/** Reacts to chosen events, once each and in the order of their commits. A reaction that fails is tried again by itself, later. */
export const reactsTo = (
  events: readonly Pick<EventDefinition, "type">[],
  { name, run }: Pick<JobOf<"reaction">, "name" | "run">,
): Job => ({ kind: "reaction", name, types: events.map(({ type }) => type), run });

/** Runs at 02:00 of each tenant's local day, once for each day. Missed days run later, in their order. */
export const daily = (job: Pick<JobOf<"daily">, "name" | "run">): Job => ({ kind: "daily", ...job });

export const hourly = (job: { name: string; run: Chore }): Job => ({ kind: "hourly", ...job });
export const minutely = (job: { name: string; run: Chore }): Job => ({ kind: "minutely", ...job });
