import type { Ctx, OpenCtx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { badDocumentLink, documentLinkEnded, documentLinkOf, enterByDocumentLink } from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { type Acceptor, acceptEstimate } from "./actions/accept-estimate.ts";
import { declineEstimate } from "./actions/decline-estimate.ts";
import { noteView } from "./actions/note-view.ts";
import { newerVersion } from "./errors.ts";
import { AnswerForm, DeclineForm } from "./form-schemas.ts";
import { estimatePage, type Opened, type Picked } from "./page.ts";
import { estimateOfLink } from "./repo.ts";

/** Opens the estimate of a link, in one trip: 404 for a link that leads nowhere, 410 for one that has ended, or that an earlier version was sent with. */
export async function openLink(open: OpenCtx, token: string): Promise<{ ctx: Ctx; opened: Opened }> {
  const { ctx, hash } = await enterByDocumentLink(open, token);
  const found = await read(ctx, {
    link: documentLinkOf(ctx, hash),
    organization: organizationOf(ctx),
    ...estimateOfLink(ctx, hash),
  });
  const { link, estimate, acceptance, organization } = found;
  if (!link || !estimate) throw badDocumentLink();
  if (link.revision !== estimate.revision) throw newerVersion();
  if (link.revokedAt !== null || link.expiresAt <= ctx.now) throw documentLinkEnded();
  return { ctx, opened: { estimate, acceptance, organization, token } };
}

/** Notes a look at the estimate behind the answer; one that cannot be noted is not worth an error to the customer. */
export const countView = (ctx: Ctx, { estimate: { id, revision } }: Opened): void =>
  ctx.background(
    noteView(ctx, { id, revision }).catch((error: unknown) =>
      log("warn", "view not noted", { tenant: ctx.tenant.id, estimate: id, error: errorText(error) }),
    ),
  );

type Form = Record<string, unknown>;

/** Accepts by the customer's form. Answers the page that says what is wrong with it; undefined: it is accepted. */
export const acceptOnline = (ctx: Ctx, opened: Opened, form: Form, nonce: string) =>
  answered(ctx, opened, nonce, pickedIn(form), async () => {
    const { name, drawn, option, lines, totalCents } = AnswerForm.parse(form);
    const by: Acceptor = {
      ...{ name, onBehalf: false },
      signature: drawn ? { kind: "drawn", path: drawn } : { kind: "typed", text: name },
    };
    const { id, revision } = opened.estimate;
    await acceptEstimate(ctx, { id, revision, option, optionalLines: lines, totalCents }, by);
  });

/** Declines by the customer's form. */
export const declineOnline = (ctx: Ctx, opened: Opened, form: Form, nonce: string) =>
  answered(ctx, opened, nonce, pickedIn({}), async () => {
    const { id, revision } = opened.estimate;
    await declineEstimate(ctx, { id, revision, reason: DeclineForm.parse(form).reason });
  });

const pickedIn = (form: Form): Picked => ({
  option: typeof form.option === "string" ? form.option : undefined,
  lines: [form.with].flat().map(Number).filter(Number.isInteger),
});

type Refused = { page: string; status: number };

async function answered(
  ctx: Ctx,
  opened: Opened,
  nonce: string,
  picked: Picked,
  answer: () => Promise<void>,
): Promise<Refused | undefined> {
  try {
    await answer();
    return undefined;
  } catch (error) {
    const problem = problemOf(error);
    // whoever sends the form twice sees what the first one did
    if (problem.reason === "estimate.accepted" || problem.reason === "estimate.declined") return undefined;
    return {
      page: estimatePage(ctx, opened, picked, nonce, { text: problem.text, tone: "bad" }),
      status: problem.status,
    };
  }
}

/** What is wrong with an answer, in words for the customer. */
function problemOf(error: unknown): { text: string; status: number; reason?: string } {
  if (error instanceof AppError) {
    if (error.kind === "conflict") return { text: error.message, status: 409, reason: error.reason };
    if (error.kind === "invalid") return { text: error.message, status: 422, reason: error.reason };
    throw error;
  }
  if (isFormError(error)) return { text: "Please type your full name to sign.", status: 422 };
  throw error;
}

const isFormError = (error: unknown): boolean => error instanceof Error && error.name.includes("ZodError");
