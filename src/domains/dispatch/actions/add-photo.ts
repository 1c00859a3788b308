import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { putFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { imageName, imageTypeOf } from "#/kernel/images.ts";
import { photoNotAnImage, tooManyPhotos } from "../errors.ts";
import { photoPath } from "../photos.ts";
import { type Check, insertPhoto, type JobPhoto, jobSeen, photosOf } from "../record-repo.ts";

/** Each new one is compared with all that are there. */
const MOST_PHOTOS = 200;

type File = { bytes: Uint8Array<ArrayBuffer>; type: string; sha256: string };
type Input = { id: number; caption?: string | undefined; file: File };

/** Keeps a photo with a job. The same photo again is the one that is there. */
export async function addPhoto(ctx: Ctx, { id: jobId, caption, file }: Input, check: Check): Promise<JobPhoto> {
  const { bytes, type, sha256 } = file;
  const contentType = imageTypeOf(bytes);
  if (!contentType || contentType !== type) throw photoNotAnImage(type);
  const { photos, id } = await load(ctx, {
    job: jobSeen(ctx, jobId, check),
    photos: photosOf(ctx, jobId),
    id: nextId(ctx, "job_photo"),
  });
  const name = imageName(sha256, contentType);
  const known = photos.find((photo) => photo.file === name);
  if (known) return known;
  if (photos.length >= MOST_PHOTOS) throw tooManyPhotos(MOST_PHOTOS);
  const photo: JobPhoto = {
    ...{ tenantId: ctx.tenant.id, jobId, id, file: name, contentType, sizeBytes: bytes.length },
    ...{ caption: caption ?? null, createdBy: actorName(ctx.actor), createdAt: ctx.now },
  };
  await putFile(ctx, photoPath(photo), file);
  return await commit(ctx, {
    parts: [insertPhoto(photo)],
    audit: { action: "add", entity: "job_photo", id, details: { job_id: jobId, file: name } },
    result: photo,
  });
}
