import type { Ctx } from "#/ctx.ts";
import { showFile } from "#/db/files.ts";
import { read } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { fileMissing } from "./errors.ts";
import { lastVersion } from "./repo.ts";
import { fileOf, filesOf, versionOfSubmission } from "./submission-repo.ts";
import { type Form, forms, submissions } from "./tables.ts";

/** What was filled in, with what was asked and its files. */
export async function getSubmission(ctx: Ctx, id: number) {
  const { submission, version, files } = await read(ctx, {
    submission: submissions.one(ctx, id),
    version: versionOfSubmission(ctx, id),
    files: filesOf(ctx, id),
  });
  return { ...submission, fields: version?.fields ?? [], files };
}

type Asked = { id: number; formFileId: number; ifNoneMatch: string | undefined };

export async function showFormFile(ctx: Ctx, { id, formFileId, ifNoneMatch }: Asked): Promise<Response> {
  const { file } = await read(ctx, { submission: submissions.one(ctx, id), file: fileOf(ctx, id, formFileId) });
  const { fileKey: path, sha256: name } = file;
  const cached = "private, max-age=86400";
  return await showFile(ctx, { path, name, cached, ifNoneMatch, missing: fileMissing(formFileId) });
}

/** A form as technicians fill it in. For them, one that is not published does not exist. */
export async function publishedForm(ctx: Ctx, id: number): Promise<Form> {
  const { form, version } = await read(ctx, { form: forms.one(ctx, id), version: lastVersion(ctx, id) });
  if (form.status !== "published" || !version) throw notFound("form", id);
  return { ...form, fields: version.fields };
}
