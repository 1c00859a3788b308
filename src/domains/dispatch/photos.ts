import type { Ctx } from "#/ctx.ts";
import { showFile } from "#/db/files.ts";
import { read } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { type Check, type JobPhoto, jobSeen, photoById } from "./record-repo.ts";

export const photoPath = ({ tenantId, jobId, file }: Pick<JobPhoto, "tenantId" | "jobId" | "file">): string =>
  `jobs/${tenantId}/${jobId}/${file}`;

type Asked = { id: number; photoId: number; ifNoneMatch: string | undefined };

/** A photo as a file, for who may see the job. Their browser may keep it: a photo never changes. */
export async function showPhoto(ctx: Ctx, { id, photoId, ifNoneMatch }: Asked, check: Check): Promise<Response> {
  const { photo } = await read(ctx, { job: jobSeen(ctx, id, check), photo: photoById(ctx, id, photoId) });
  const missing = notFound("job_photo", photoId);
  if (!photo) throw missing;
  return await showFile(ctx, {
    ...{ path: photoPath(photo), name: photo.file, ifNoneMatch, missing },
    cached: "private, max-age=86400",
  });
}
