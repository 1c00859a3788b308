import type { Ctx } from "#/ctx.ts";
import { dropFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { photoPath } from "../photos.ts";
import { deletePhoto, type JobPhoto, photoById } from "../record-repo.ts";

/** Removes a photo that shows what it must not show. The audit log tells that there was one. */
export async function removePhoto(ctx: Ctx, { id, photoId }: { id: number; photoId: number }): Promise<JobPhoto> {
  const { photo } = await load(ctx, { photo: photoById(ctx, id, photoId) });
  const missing = notFound("job_photo", photoId);
  if (!photo) throw missing;
  const removed = await commit(ctx, {
    parts: [deletePhoto(ctx, id, photoId), must(missing)],
    audit: { action: "remove", entity: "job_photo", id: photoId, details: { job_id: id, file: photo.file } },
    result: photo,
  });
  dropFile(ctx, photoPath(photo));
  return removed;
}
