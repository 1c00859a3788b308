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
import { nameAfter, type Reason, statusAfter } from "../rules.ts";
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
  if (!status) return true;
  const hasStopped = report.error === OPTED_OUT;
  const reason: Reason | null = status === "failed" ? (hasStopped ? "stop" : "refused") : null;
  const fields: Partial<Communication> = {
    ...{ status, reason, errorCode: status === "failed" ? report.error : null },
    ...{
      dedupe: nameAfter({ ...row, status }),
      providerReference: report.reference,
      provider: account.provider,
      nextAttemptAt: null,
    },
    sentAt: row.sentAt ?? (status === "failed" ? null : ctx.now),
    deliveredAt: row.deliveredAt ?? (status === "delivered" || status === "opened" ? ctx.now : null),
  };
  const shown = presented({ ...row, ...fields });
  const overtaken = new AppError("conflict", "communication.overtaken", "The message was moved on at this moment.");
  try {
    await record(ctx, {
      parts: [
        { writes: [moveOn(ctx, row, fields), must(overtaken)] },
        heardFrom(ctx, account.id),
        hasStopped && row.to !== null && stopPhone(ctx, row.to),
      ],
      events: [eventOf[status as keyof typeof eventOf](shown)],
    });
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    return false;
  }
}

const eventOf = {
  sent: communicationSent,
  delivered: communicationDelivered,
  opened: communicationDelivered,
  failed: communicationFailed,
  suppressed: communicationSuppressed,
};
