import type { Ctx } from "#/ctx.ts";
import { openFile } from "#/db/files.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf, printed } from "#/domains/organization/index.ts";
import type { PdfFile, Picture } from "#/integrations/pdf/index.ts";
import { dayTextOf, momentTextOf, timeTextOf } from "#/kernel/day-text.ts";
import { toInstant } from "#/kernel/time.ts";
import { namedFiles } from "./drawn.ts";
import { boundsOf, type Field, isFileType, isRepeated, type Placed, placedAnswers } from "./fields.ts";
import type { SubmissionStatus } from "./statuses.ts";
import { filesOf, jobOfSubmission, technicianOfSubmission, versionOfSubmission } from "./submission-repo.ts";
import { type FormFile, submissions } from "./tables.ts";
import { isSet, visiblePaths } from "./visible.ts";

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
  const shown = visiblePaths(fields, submission.answers);
  const visible = placedAnswers(fields, submission.answers).filter(({ path }) => shown.has(path));
  const pictures = await picturesOf(ctx, visible, files);
  const bytes = await printed(ctx, organization, {
    title: submission.formName,
    subtitle: `No. ${id}`,
    madeAt: new Date(submission.updatedAt),
    facts: [
      ["Status", asSaid[submission.status]],
      ...(submission.submittedAt
        ? [["Submitted", momentTextOf(submission.submittedAt, ctx.tenant.timezone)] as const]
        : []),
      ...(job ? [["Job", `${job.jobNumber} · ${job.title}`] as const, ["Customer", job.customerName] as const] : []),
      ...(technician ? [["Technician", technician.name] as const] : []),
      ...(submission.maxScore === null ? [] : [["Score", `${submission.score} of ${submission.maxScore}`] as const]),
    ],
    sections: sectionsFor(ctx, visible, pictures.names),
    pictures: pictures.shown,
    ...(pictures.elsewhere.length > 0 && {
      notes: [{ heading: "Files that are not shown here", text: pictures.elsewhere.join("\n") }],
    }),
  });
  return { name: `form-${id}.pdf`, bytes };
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

type Names = ReadonlyMap<number, string>;
const entryName = ({ section, n }: NonNullable<Placed["entry"]>): string => `${section.label} ${n + 1}`;

type Section = { heading?: string; columns: typeof columns; rows: string[][] };

/**
 * One table for each section of the form, and for each entry of a repeated one. An instruction stands where it stood on the page: a signature is
 * worth what was read before it.
 */
function sectionsFor(ctx: Ctx, answers: readonly Placed[], files: Names) {
  const sections: (Section | { title?: string | undefined; heading: string; text: string })[] = [];
  let begun = ""; // the entry that was begun last: two sections may have the same label
  const begin = (heading: string, rows: string[][] = []) => sections.push({ heading, columns, rows });
  const table = (): Section => {
    const last = sections.at(-1);
    if (last && "rows" in last) return last;
    const next = { columns, rows: [] };
    sections.push(next);
    return next;
  };
  for (const { field, value, entry } of answers) {
    if (isRepeated(field)) {
      if (!isSet(value)) begin(field.label, [["Entries", "-"]]);
    } else if (field.type === "section") begin(field.label);
    else {
      const place = entry ? `${entry.section.key} ${entry.n}` : "";
      if (entry && place !== begun) begin(entryName(entry));
      begun = place;
      if (field.type !== "instruction") table().rows.push([field.label, answerText(ctx, field, value, files)]);
      else {
        const last = sections.at(-1);
        const title = last && "rows" in last && last.rows.length === 0 ? last.heading : undefined;
        sections.push({ title, heading: field.label, text: field.help ?? "" });
      }
    }
  }
  return sections.filter((section) => "text" in section || section.rows.length > 0);
}

function answerText(ctx: Ctx, field: Field, value: unknown, files: Names): string {
  if (!isSet(value)) return "-";
  const all = Array.isArray(value) ? value : [value];
  if (isFileType(field.type)) return all.map((id) => files.get(id as number) ?? `file ${String(id)}`).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (field.type === "gps") {
    const { latitude, longitude } = value as { latitude: number; longitude: number }; // safe: judged
    return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  }
  if (field.type === "date" || field.type === "time" || field.type === "datetime")
    return timeText(ctx, field.type, String(value));
  if (field.type === "rating") return `${String(value)} of ${boundsOf(field).max}`;
  const labels = all.map((one) => field.options?.find((option) => option.value === one)?.label ?? String(one));
  return `${labels.join(", ")}${field.unit ? ` ${field.unit}` : ""}`;
}

/** A day or time as people read it; a wall time without an offset as it was given. */
function timeText({ tenant }: Ctx, type: "date" | "time" | "datetime", text: string): string {
  const hasZone = /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const moment = new Date(
    hasZone ? text : type === "time" ? `2000-01-01T${text}Z` : type === "date" ? text : `${text}Z`,
  );
  if (Number.isNaN(moment.getTime())) return text; // answers were once taken with less care
  const [at, zone] = [toInstant(moment), hasZone ? tenant.timezone : "UTC"];
  if (type === "date") return dayTextOf(at, "UTC");
  return type === "time" ? timeTextOf(at, zone) : momentTextOf(at, zone);
}

/** The photos and signatures that are shown, by which name the answers lead to each file, and where the others are. */
async function picturesOf(ctx: Ctx, answers: readonly Placed[], files: readonly FormFile[]) {
  const photos: Picture[] = [];
  const signatures: Picture[] = [];
  const elsewhere: string[] = [];
  const names = new Map<number, string>();
  const asking = answers.filter(({ field }) => isFileType(field.type));
  for (const { field, file, isDrawn, entry } of namedFiles(asking, files)) {
    const label = entry ? `${entryName(entry)}, ${field.label}` : field.label;
    const stored = isDrawn && (await openFile(ctx, file.fileKey));
    if (!stored) {
      names.set(file.id, `${file.name}, not shown here`);
      elsewhere.push(`${label}: ${file.name}, ${addressOf(ctx, file)}`);
      continue;
    }
    const isSignature = field.type === "signature";
    const photo = `Photo ${photos.length + 1}`;
    names.set(file.id, isSignature ? "Signed, see below" : photo);
    (isSignature ? signatures : photos).push({
      ...{ caption: isSignature ? label : `${photo}: ${label}`, isSignature },
      bytes: new Uint8Array(await stored.arrayBuffer()),
    });
  }
  return { shown: [...photos, ...signatures], names, elsewhere };
}

const addressOf = (ctx: Ctx, { id, submissionId }: FormFile): string =>
  `${ctx.env.PUBLIC_URL}/api/v1/admin/form-submissions/${submissionId}/files/${id}`;
