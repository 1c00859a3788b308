import type { Ctx } from "#/ctx.ts";
import { dropFile, newFilePath, putFile } from "#/db/files.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { AppError, notFound } from "#/kernel/errors.ts";
import { imageTypeOf } from "#/kernel/images.ts";
import { plusMs } from "#/kernel/time.ts";
import { notAnImage, notAnUploadField, tooManyFiles, wrongStatus } from "../errors.ts";
import { type Field, isFileType, MOST_FILES_OF_ALL, placedAnswers } from "../fields.ts";
import { isOpen } from "../statuses.ts";
import { filesOfJob, submissionOfJob, versionOfJobSubmission } from "../submission-repo.ts";
import { type FormFile, type FormSubmission, type FormVersion, files, submissions } from "../tables.ts";

type Uploaded = {
  field?: string | undefined;
  name?: string | undefined;
  file: { bytes: Uint8Array<ArrayBuffer>; type: string; sha256: string };
};
type Known = { submission: FormSubmission; version: FormVersion | undefined; found: readonly FormFile[] };

/** Keeps a file of what a technician fills in for one of their jobs: the draft comes first. */
export async function addFileOfJob(
  ctx: Ctx,
  { jobId, formId, ...asked }: Uploaded & { jobId: number; formId: number },
) {
  const technicianId = technicianOf(ctx);
  const { job, submission, ...known } = await load(ctx, {
    job: dispatchJobs.one(ctx, jobId),
    submission: submissionOfJob(ctx, jobId, formId),
    version: versionOfJobSubmission(ctx, jobId, formId),
    found: filesOfJob(ctx, jobId, formId),
  });
  ownJob(job, technicianId);
  if (!submission) throw notFound("form_submission", `of form ${formId} for job ${jobId}`);
  return await addFile(ctx, asked, { submission, ...known });
}

/** Keeps a photo, file or signature of a submission whose answers may still change. The same file again is the one that is there. */
export async function addFile(
  ctx: Ctx,
  { field: named, name, file }: Uploaded,
  { submission, version, found }: Known,
): Promise<FormFile> {
  if (!isOpen(submission.status)) throw wrongStatus(submission.id, submission.status);
  const taking = version?.fields.filter(({ type }) => isFileType(type)) ?? [];
  const field = named === undefined && taking.length === 1 ? taking[0] : taking.find((one) => one.key === named);
  if (!field) throw notAnUploadField(taking.map((one) => one.key));
  const { key } = field;
  const { bytes, type, sha256 } = file;
  const isImage = type !== "application/pdf";
  if ((field.type !== "file" && !isImage) || (isImage && imageTypeOf(bytes) !== type)) throw notAnImage(type);
  const known = found.find((one) => one.field === key && one.sha256 === sha256);
  if (known) return known;
  const unused = found.length < MOST_FILES_OF_ALL ? [] : unusedOf(ctx, submission, version?.fields ?? [], found);
  if (found.length - unused.length >= MOST_FILES_OF_ALL) throw tooManyFiles(MOST_FILES_OF_ALL);
  const fileKey = newFilePath(ctx, "forms");
  await putFile(ctx, fileKey, file);
  const part = files.insert(ctx, {
    ...{ id: files.newId(), submissionId: submission.id, field: key, name: name ?? nameOf(key, type) },
    ...{ contentType: type, bytes: bytes.length, sha256, fileKey },
  });
  const removed = unused.map((one) => files.remove(ctx, one));
  try {
    const kept = await commit(ctx, {
      parts: [submissions.hold(ctx, submission), ...removed, part],
      audit: [{ action: "add", of: part }, ...removed.map((of) => ({ action: "remove", of }))],
      result: part.row,
    });
    for (const one of unused) dropFile(ctx, one.fileKey);
    return kept;
  } catch (error) {
    if (error instanceof AppError) dropFile(ctx, fileKey); // refused: the row is not there
    throw error;
  }
}

/** Another device may be about to send answers with a file that it has uploaded. */
const ABOUT_TO_BE_USED_MS = 3_600_000;

/** Files that the answers were saved without, an hour after: replaced, taken out, or abandoned. They make room when it is needed. */
function unusedOf(
  ctx: Ctx,
  { answers, updatedAt }: FormSubmission,
  fields: readonly Field[],
  found: readonly FormFile[],
) {
  const named = new Set(
    placedAnswers(fields, answers).flatMap(({ field, value }) => (isFileType(field.type) ? [value].flat() : [])),
  );
  const since = plusMs(ctx.now, -ABOUT_TO_BE_USED_MS);
  return found.filter(({ id, createdAt }) => !named.has(id) && createdAt < updatedAt && createdAt < since);
}

const nameOf = (key: string, type: string): string => `${key}.${type.split("/")[1]?.replace("jpeg", "jpg")}`;
