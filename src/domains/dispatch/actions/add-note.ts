import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import type { Instant } from "#/kernel/time.ts";
import { type Check, insertNote, type JobNote, jobSeen, noteByClientEvent } from "../record-repo.ts";
import { checkClock } from "../technician.ts";

type Note = { id: number; text: string; occurredAt?: Instant; clientEventId?: string };

/** Keeps a note with a job. A phone that sends one again finds it there. */
export async function addNote(
  ctx: Ctx,
  { id: jobId, text, occurredAt, clientEventId }: Note,
  check: Check,
): Promise<JobNote> {
  checkClock(ctx, occurredAt);
  const { known, id } = await load(ctx, {
    job: jobSeen(ctx, jobId, check),
    known: clientEventId === undefined ? undefined : noteByClientEvent(ctx, jobId, clientEventId),
    id: nextId(ctx, "job_note"),
  });
  if (known) return known;
  const note: JobNote = {
    ...{ tenantId: ctx.tenant.id, jobId, id, text },
    ...{ occurredAt: occurredAt ?? null, clientEventId: clientEventId ?? null },
    ...{ createdBy: actorName(ctx.actor), createdAt: ctx.now },
  };
  return await commit(ctx, {
    parts: [insertNote(note)],
    audit: { action: "add", entity: "job_note", id, details: { job_id: jobId } },
    result: note,
  });
}
