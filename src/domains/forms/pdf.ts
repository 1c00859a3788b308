import type { Ctx } from "#/ctx.ts";
import { openFile } from "#/db/files.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf, printed } from "#/domains/organization/index.ts";
import type { PdfFile, Picture } from "#/integrations/pdf/index.ts";
import { isSet, visibleKeys } from "./answers.ts";
import { namedFiles } from "./drawn.ts";
import { boundsOf, type Field, isFileType } from "./fields.ts";
import type { SubmissionStatus } from "./statuses.ts";
import { filesOf, jobOfSubmission, technicianOfSubmission, versionOfSubmission } from "./submission-repo.ts";
import { type FormFile, type FormSubmission, submissions } from "./tables.ts";

/** What was filled in, on paper: the questions that showed, with their answers, photos and signatures. */
export async function submissionPdf(ctx: Ctx, id: number): Promise<PdfFile> {
  const { submission, version, files, organization, job, technician } = await read(ctx, {
    submission: submissions.one(ctx, id),
    version: versionOfSubmission(ctx, id),
    files: filesOf(ctx, id),
    organization: organizationOf(ctx),
    job: jobOfSubmission(ctx, id),
    technician: technicianOfSubmission(ctx, id),
  });
  const fields = version?.fields ?? [];
  const shown = visibleKeys(fields, submission.answers);
  const visible = fields.filter(({ key }) => shown.has(key));
  const pictures = await picturesOf(ctx, visible, submission, files);
  const bytes = await printed(ctx, organization, {
    title: submission.formName,
    subtitle: `No. ${id}`,
    madeAt: new Date(submission.updatedAt),
    facts: [
      ["Status", asSaid[submission.status]],
      ...(submission.submittedAt ? [["Submitted", momentText(ctx, submission.submittedAt)] as const] : []),
      ...(job ? [["Job", `${job.jobNumber} · ${job.title}`] as const, ["Customer", job.customerName] as const] : []),
      ...(technician ? [["Technician", technician.name] as const] : []),
      ...(submission.maxScore === null ? [] : [["Score", `${submission.score} of ${submission.maxScore}`] as const]),
    ],
    sections: sectionsFor(ctx, visible, submission, pictures.names),
    pictures: pictures.shown,
  });
  return { name: `form-${id}.pdf`, bytes };
}

function momentText({ tenant }: Ctx, at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at; // answers were once taken with less care
  return new Intl.DateTimeFormat("en-US", {
    ...{ dateStyle: "medium", timeStyle: "short", timeZone: tenant.timezone },
  }).format(moment);
}

const asSaid: Record<SubmissionStatus, string> = {
  in_progress: "In progress",
  submitted: "Submitted",
  reopened: "Reopened",
  void: "Void",
};

const columns = [
  { head: "Question", width: 4 },
  { head: "Answer", width: 6 },
];

/** One table for each section of the form. */
function sectionsFor(
  ctx: Ctx,
  fields: readonly Field[],
  { answers }: FormSubmission,
  files: ReadonlyMap<number, string>,
) {
  const sections: { heading?: string; columns: typeof columns; rows: string[][] }[] = [];
  for (const field of fields) {
    if (field.type === "section") sections.push({ heading: field.label, columns, rows: [] });
    else if (field.type !== "instruction") {
      if (sections.length === 0) sections.push({ columns, rows: [] });
      sections.at(-1)?.rows.push([field.label, answerText(ctx, field, answers[field.key], files)]);
    }
  }
  return sections.filter(({ rows }) => rows.length > 0);
}

function answerText(ctx: Ctx, field: Field, value: unknown, files: ReadonlyMap<number, string>): string {
  if (!isSet(value)) return "-";
  const all = Array.isArray(value) ? value : [value];
  if (isFileType(field.type)) return all.map((id) => files.get(id as number) ?? `file ${String(id)}`).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (field.type === "gps") {
    const { latitude, longitude } = value as { latitude: number; longitude: number }; // safe: judged
    return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  }
  if (field.type === "datetime") {
    const text = String(all[0]);
    return /Z|[+-]\d\d:\d\d$/.test(text) ? momentText(ctx, text) : text.replace("T", " ");
  }
  if (field.type === "rating") return `${String(value)} of ${boundsOf(field).max}`;
  const labels = all.map((one) => field.options?.find((option) => option.value === one)?.label ?? String(one));
  return `${labels.join(", ")}${field.unit ? ` ${field.unit}` : ""}`;
}

/** The photos and signatures that are shown, and by which name the answers lead to each file. */
async function picturesOf(ctx: Ctx, fields: readonly Field[], { answers }: FormSubmission, files: readonly FormFile[]) {
  const photos: Picture[] = [];
  const signatures: Picture[] = [];
  const names = new Map<number, string>();
  const asking = fields.filter(({ type }) => isFileType(type));
  for (const { field, file, isDrawn } of namedFiles(asking, answers, files)) {
    names.set(file.id, file.name);
    const stored = isDrawn && (await openFile(ctx, file.fileKey));
    if (!stored) continue;
    const isSignature = field.type === "signature";
    const photo = `Photo ${photos.length + 1}`;
    names.set(file.id, isSignature ? "Signed, see below" : photo);
    (isSignature ? signatures : photos).push({
      ...{ caption: isSignature ? field.label : `${photo}: ${field.label}`, isSignature },
      bytes: new Uint8Array(await stored.arrayBuffer()),
    });
  }
  return { shown: [...photos, ...signatures], names };
}
