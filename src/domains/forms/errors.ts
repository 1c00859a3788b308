import { AppError, type FieldErrors } from "#/kernel/errors.ts";
import type { Problems } from "./publishing.ts";
import type { SubmissionStatus } from "./statuses.ts";

/** The most fields that a refusal names: it must not grow with a bad form. */
const MOST = 50;
const fieldsOf = (problems: Iterable<[string, string]>): FieldErrors =>
  Object.fromEntries([...problems].slice(0, MOST));

export const tooManyForms = (most: number) =>
  new AppError("conflict", "form.too_many", `A business keeps ${most} forms. Delete drafts that nobody needs.`);
export const formNameTaken = (name: string) =>
  new AppError(
    "conflict",
    "form.name_taken",
    `Another form is called ${name}. Choose another name, or archive that one.`,
    {
      fields: { name: "is the name of another form" },
    },
  );
export const notPublishable = (problems: Problems) =>
  new AppError(
    "invalid",
    "form.not_publishable",
    "The form cannot be published like this: see the fields that are named. Change them and publish again.",
    { fields: fieldsOf(problems) },
  );
export const nothingNew = (version: number) =>
  new AppError("conflict", "form.nothing_new", `Version ${version} asks the same already. Change the fields first.`);
export const formArchived = (id: number) =>
  new AppError("conflict", "form.archived", `Form ${id} is archived. Take it out of the archive first.`);
export const formNotPublished = (id: number, field?: string) =>
  new AppError(
    "conflict",
    "form.not_published",
    `Form ${id} is not published, so nobody can fill it in. Publish it first.`,
    {
      ...(field && { fields: { [field]: "is not published" } }),
    },
  );
export const formWasPublished = (id: number) =>
  new AppError("conflict", "form.was_published", `Form ${id} was published, so it is kept. Archive it instead.`);

export const tooManyAssignments = (most: number) =>
  new AppError("conflict", "form_assignment.too_many", `A business has at most ${most} assignments. Remove one first.`);
export const assignmentExists = () =>
  new AppError("conflict", "form_assignment.exists", "The form is assigned to these jobs already.");
export const badAssignmentValue = (problem: string) =>
  new AppError("invalid", "form_assignment.bad_value", `The value of the assignment ${problem}.`, {
    fields: { value: problem },
  });

export const versionUnknown = (id: number, version: number) =>
  new AppError(
    "invalid",
    "form_submission.version_unknown",
    `Form ${id} has no version ${version}. Read the form again.`,
    {
      fields: { form_version: "was never published" },
    },
  );
export const versionOutdated = (version: number, started: string) =>
  new AppError(
    "conflict",
    "form_submission.version_outdated",
    `Version ${version} was not the published one when the form was started, at ${started}. Read the form again and send the answers by its present version.`,
    { fields: { form_version: "was not published then" } },
  );
export const versionNotFilledIn = (named: number, version: number) =>
  new AppError(
    "conflict",
    "form_submission.version_outdated",
    `The form is filled in by version ${version}, not by version ${named}. Open it again: what was filled in is kept.`,
    { fields: { form_version: `must be ${version}` } },
  );

/** Characters of a path that are told: the keys of a section and of a field in its entries, and what stands between. */
const MOST_PATH = 130;
export const badAnswers = (version: number, problems: Record<string, string>) =>
  new AppError(
    "invalid",
    "form_submission.bad_answers",
    `Version ${version} of the form does not take these answers: ${Object.entries(problems)
      .map(([path, problem]) => `${path.slice(0, MOST_PATH)} ${problem}`)
      .join("; ")
      .slice(0, 800)}.`,
    {
      fields: fieldsOf(
        Object.entries(problems).map(([path, problem]) => [`answers.${path.slice(0, MOST_PATH)}`, problem]),
      ),
    },
  );
export const answersTooLarge = (most: number) =>
  new AppError(
    "invalid",
    "form_submission.too_large",
    `The answers take more than ${most / 1024} KiB. Shorten the texts.`,
    {
      fields: { answers: `must take at most ${most / 1024} KiB` },
    },
  );
export const startedInFuture = () =>
  new AppError(
    "invalid",
    "form_submission.started_in_future",
    "The form was not started in the future. Set the clock of the device.",
    {
      fields: { started_at: "must not lie in the future" },
    },
  );
export const submissionExists = (jobId: number) =>
  new AppError(
    "conflict",
    "form_submission.exists",
    `Somebody else has just begun this form for job ${jobId}. Read it again.`,
  );

const asItIs: Record<SubmissionStatus, string> = {
  in_progress: "is not submitted yet",
  submitted: "is submitted; the office can reopen it",
  reopened: "is reopened and waits for its answers",
  void: "is void",
};
export const wrongStatus = (id: number, status: SubmissionStatus) =>
  new AppError("conflict", "form_submission.wrong_status", `Submission ${id} ${asItIs[status]}.`, {
    fields: { status: asItIs[status] },
  });

export const notAnUploadField = (taking: readonly string[]) =>
  new AppError(
    "invalid",
    "form_file.no_such_field",
    `Name the field of the form that the file answers: ${taking.join(", ").slice(0, 300) || "it has none"}.`,
    { fields: { field: "is not a photo, file or signature of this form" } },
  );
export const notAnImage = (type: string) =>
  new AppError(
    "invalid",
    "form_file.not_an_image",
    `The body is not an image of the type ${type}. Photos and signatures are PNG, JPEG or WebP.`,
    {
      fields: { body: `is not an image of the type ${type}` },
    },
  );
export const tooManyFiles = (most: number) =>
  new AppError(
    "conflict",
    "form_file.too_many",
    `A submission keeps ${most} files, and this one uses as many. Save the answers without those that are not needed, then send this one again.`,
  );
export const fileMissing = (id: number) =>
  new AppError("not_found", "form_file.file_missing", `The bytes of file ${id} are gone.`);

export const nobodyToMail = () =>
  new AppError(
    "invalid",
    "form.recipient_missing",
    "Nobody to send it to: name an e-mail address, or leave mail out.",
    {
      fields: { to: "is required where the customer has no e-mail address" },
    },
  );
