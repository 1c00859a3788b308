import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { type DispatchJob, jobNotes, jobPhotos, jobs } from "./tables.ts";

export type JobNote = typeof jobNotes.$inferSelect;
export type JobPhoto = typeof jobPhotos.$inferSelect;
/** Refuses a job that the caller may not see. */
export type Check = (job: DispatchJob) => DispatchJob;
export const anyJob: Check = (job) => job;

type Listed = LogInput & { id: number };

/** The job, for who may see it. */
export const jobSeen = (ctx: Ctx, id: number, check: Check) => mapped(jobs.one(ctx, id), check);

/** The notes of a job, the latest first. */
export const listNotes = (ctx: Ctx, { id, ...input }: Listed, check: Check) =>
  listLog(ctx, input, {
    table: jobNotes,
    key: jobNotes.id,
    order: "desc",
    filters: [eq(jobNotes.jobId, id)],
    parent: jobSeen(ctx, id, check),
  });

export const insertNote = insertInto(jobNotes);

/** The note that a device has sent under this id before. */
export const noteByClientEvent = prepared((tenantId: Slot<string>, jobId: Slot<number>, event: Slot<string>) =>
  first(
    q
      .select()
      .from(jobNotes)
      .where(and(eq(jobNotes.tenantId, tenantId), eq(jobNotes.jobId, jobId), eq(jobNotes.clientEventId, event))),
  ),
);

/** The photos of a job, the latest first. */
export const listPhotos = (ctx: Ctx, { id, ...input }: Listed, check: Check) =>
  listLog(ctx, input, {
    table: jobPhotos,
    key: jobPhotos.id,
    order: "desc",
    filters: [eq(jobPhotos.jobId, id)],
    parent: jobSeen(ctx, id, check),
  });

export const insertPhoto = insertInto(jobPhotos);

/** All photos of a job; there are few (actions/add-photo.ts). */
export const photosOf = prepared((tenantId: Slot<string>, jobId: Slot<number>) =>
  q
    .select()
    .from(jobPhotos)
    .where(and(eq(jobPhotos.tenantId, tenantId), eq(jobPhotos.jobId, jobId))),
);

const isPhoto = (tenantId: Slot<string>, jobId: Slot<number>, id: Slot<number>) =>
  and(eq(jobPhotos.tenantId, tenantId), eq(jobPhotos.jobId, jobId), eq(jobPhotos.id, id));
export const photoById = prepared((tenantId: Slot<string>, jobId: Slot<number>, id: Slot<number>) =>
  first(
    q
      .select()
      .from(jobPhotos)
      .where(isPhoto(tenantId, jobId, id)),
  ),
);
export const deletePhoto = prepared((tenantId: Slot<string>, jobId: Slot<number>, id: Slot<number>) =>
  q.delete(jobPhotos).where(isPhoto(tenantId, jobId, id)),
);
