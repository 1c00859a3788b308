import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import type { TextReport } from "#/integrations/messages/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { stopPhone } from "../consent-repo.ts";
import { communicationDelivered, communicationFailed, communicationSent, communicationSuppressed } from "../events.ts";
import { presented } from "../present.ts";
import { byReference, communicationWith, heardFrom, moveOn } from "../repo.ts";
import { nameAfter, type Reason, type Status, statusAfter } from "../rules.ts";
import type { Communication, MessageAccount } from "../tables.ts";

type Report = { report: TextReport; messageId: string | undefined; account: MessageAccount };

/** The number has texted STOP to the provider, who refuses texts to it from then on. */
const OPTED_OUT = "21610";
const MOST_TURNS = 3;

/** The provider tells what became of a message. Reports come late, twice and in any order: a message only ever goes on. */
export async function followStatus(ctx: Ctx, { report, messageId, account }: Report): Promise<void> {
  for (let turn = 1; ; turn++) {
    const { known, named } = await load(ctx, {
      known: byReference(ctx, report.reference),
      named: messageId === undefined ? undefined : communicationWith(ctx, messageId),
    });
    // one whose own answer got lost is known by our id only
    const row = known ?? (named?.providerReference === null ? named : undefined);
    if (row?.channel !== "sms" || row.direction !== "out") return;
    if (await moved(ctx, row, report, account)) return;
    if (turn === MOST_TURNS) return; // others told more of it meanwhile
  }
}

/** False when the message was moved on by another at this moment. */
async function moved(ctx: Ctx, row: Communication, report: TextReport, account: MessageAccount): Promise<boolean> {
  const status = statusAfter(row.status, report.status);
  // once for a message: its number may have texted START after that
  const stops = report.error === OPTED_OUT && row.errorCode !== OPTED_OUT ? row.to : null;
  if (!status && stops === null) return true;
  // a message that has ended before keeps its status
  const fields = status ? fieldsOf(ctx, row, { ...report, status }, account) : { errorCode: OPTED_OUT };
  const overtaken = new AppError("conflict", "communication.overtaken", "The message was moved on at this moment.");
  try {
    await record(ctx, {
      parts: [
        { writes: [moveOn(ctx, row, fields), must(overtaken)] },
        heardFrom(ctx, account.id),
        stops !== null && stopPhone(ctx, stops),
      ],
      events: status ? [eventOf[status as keyof typeof eventOf](presented({ ...row, ...fields }))] : [],
    });
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    return false;
  }
}

type Told = Pick<TextReport, "reference" | "error"> & { status: Status };

function fieldsOf(ctx: Ctx, row: Communication, told: Told, account: MessageAccount): Partial<Communication> {
  const { status, error, reference } = told;
  const hasFailed = status === "failed";
  const reason: Reason | null = hasFailed ? (error === OPTED_OUT ? "stop" : "refused") : null;
  return {
    ...{ status, reason, dedupe: nameAfter({ ...row, status }), nextAttemptAt: null },
    ...{ provider: account.provider, providerReference: reference },
    errorCode: hasFailed ? error : row.errorCode === OPTED_OUT ? OPTED_OUT : null,
    sentAt: row.sentAt ?? (hasFailed ? null : ctx.now),
    deliveredAt: row.deliveredAt ?? (status === "delivered" || status === "opened" ? ctx.now : null),
  };
}

const eventOf = {
  sent: communicationSent,
  delivered: communicationDelivered,
  opened: communicationDelivered,
  failed: communicationFailed,
  suppressed: communicationSuppressed,
};
