import type { Ctx, OpenCtx } from "#/ctx.ts";
import { load, read } from "#/db/tenant/load.ts";
import { assertOpen, badDocumentLink, documentLinkOf, enterByDocumentLink } from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { addFile } from "./actions/add-file.ts";
import { keep } from "./actions/fill-in.ts";
import { type Answers, type Field, partsOf } from "./fields.ts";
import type { Filled } from "./filling.ts";
import { formOfLink } from "./repo.ts";
import { submissionOfLink } from "./submission-repo.ts";
import type { FormSubmission } from "./tables.ts";

// What whoever has a link may do: see what is asked, send files and answers. They are nobody to the business.

const found = (ctx: Ctx, hash: string) => ({
  link: documentLinkOf(ctx, hash),
  form: formOfLink(ctx, hash),
  ...submissionOfLink(ctx, hash),
});

/** Opens the form of a link, in one trip: 404 for a link that leads nowhere, 410 for one that has ended. */
export async function openForm(open: OpenCtx, token: string) {
  const { ctx, hash } = await enterByDocumentLink(open, token);
  const { link, submission, version, form, organization } = await read(ctx, {
    ...found(ctx, hash),
    organization: organizationOf(ctx),
  });
  assertOpen(ctx, "form", link);
  if (!submission || !version || !form) throw badDocumentLink();
  return { ctx, form, submission, version, organization };
}

async function enter(open: OpenCtx, token: string) {
  const { ctx, hash } = await enterByDocumentLink(open, token);
  const { link, submission, form, ...rest } = await load(ctx, found(ctx, hash));
  assertOpen(ctx, "form", link);
  if (!submission || !form) throw badDocumentLink();
  return { ctx, submission, form, ...rest };
}

/**
 * Submits by a link: the answers go over those that are there, which a technician may have given meanwhile, and over the values that the form
 * begins with. What a device sends again is there already.
 */
export async function submitByLink(open: OpenCtx, token: string, filled: Filled): Promise<FormSubmission> {
  const { ctx, ...known } = await enter(open, token);
  const answers = { ...beginsWith(known.version?.fields ?? []), ...known.submission.answers, ...filled.answers };
  return await keep(ctx, { ...filled, answers }, known, { isFinal: true });
}

const beginsWith = (fields: readonly Field[]): Answers =>
  Object.fromEntries(
    partsOf(fields).own.flatMap(({ key, default: value }) => (value === undefined ? [] : [[key, value]])),
  );

type File = Parameters<typeof addFile>[1];

export async function uploadByLink(open: OpenCtx, token: string, asked: File) {
  const { ctx, submission, version, files } = await enter(open, token);
  return await addFile(ctx, asked, { submission, version, found: files });
}
