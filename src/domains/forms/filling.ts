import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { type Judged, judge } from "./answers.ts";
import {
  answersTooLarge,
  badAnswers,
  formNotPublished,
  startedInFuture,
  versionNotFilledIn,
  versionOutdated,
  versionUnknown,
} from "./errors.ts";
import type { Answers } from "./fields.ts";
import type { Form, FormFile, FormSubmission, FormVersion } from "./tables.ts";

// How answers become what a submission keeps: the same for technicians and for whoever has a link.

const MOST_BYTES = 64 * 1024;
/** How far the clock of a device may be ahead. */
const AHEAD_SECONDS = 300;
/** A device that was offline may begin with the version that it has for so long after the next one was published. */
const OFFLINE_SECONDS = 24 * 3600;

export type Filled = {
  formVersion: number;
  answers?: Answers | undefined;
  startedAt?: Instant | undefined;
  clientEventId?: string | undefined;
  latitude?: number | undefined;
  longitude?: number | undefined;
};
export type Known = {
  form: Form;
  version: FormVersion | undefined;
  /** What was begun already. */
  submission: FormSubmission | undefined;
  files: readonly FormFile[];
};

/** When the form was started: as it was begun, else as the device says. */
function startOf(ctx: Ctx, { startedAt }: Filled, { submission }: Known): Instant {
  if (submission) return submission.startedAt;
  if (startedAt !== undefined && startedAt > plusSeconds(ctx.now, AHEAD_SECONDS)) throw startedInFuture();
  return startedAt ?? ctx.now;
}

/** The version that the answers name, where it was published when the form was started. What was begun by it goes on by it. */
function versionFor(filled: Filled, { form, version, submission }: Known, started: Instant): FormVersion {
  if (!version) throw versionUnknown(form.id, filled.formVersion);
  // a page that was kept on a phone: a technician has begun the form by another version meanwhile
  if (version.formVersion !== filled.formVersion) throw versionNotFilledIn(filled.formVersion, version.formVersion);
  if (submission?.formVersion === version.formVersion) return version;
  const { publishedAt, supersededAt } = version;
  const isTooEarly = plusSeconds(started, AHEAD_SECONDS) < publishedAt;
  if (isTooEarly || (supersededAt !== null && started > plusSeconds(supersededAt, OFFLINE_SECONDS)))
    throw versionOutdated(version.formVersion, started);
  if (form.archivedAt !== null && started > form.archivedAt) throw formNotPublished(form.id);
  return version;
}

/** What a submission keeps of the answers; refuses answers that their version does not take. */
export function filledIn(ctx: Ctx, filled: Filled, known: Known, isFinal: boolean) {
  const startedAt = startOf(ctx, filled, known);
  const version = versionFor(filled, known, startedAt);
  const asked = filled.answers ?? known.submission?.answers ?? {};
  if (new TextEncoder().encode(JSON.stringify(asked)).length > MOST_BYTES) throw answersTooLarge(MOST_BYTES);
  const { answers, problems, score, maxScore }: Judged = judge(version.fields, asked, { isFinal, files: known.files });
  if (Object.keys(problems).length > 0) throw badAnswers(version.formVersion, problems);
  const kept = { formVersion: version.formVersion, answers, startedAt };
  if (!isFinal) return kept;
  const { clientEventId = null, latitude = null, longitude = null } = filled;
  return {
    ...{ ...kept, score, maxScore, clientEventId, latitude, longitude, status: "submitted" as const },
    ...{ submittedAt: ctx.now, submittedBy: actorName(ctx.actor) },
  };
}
