import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import type { Instant } from "#/kernel/time.ts";
import { delivered } from "./events.ts";
import { insertLink } from "./run-repo.ts";
import type { Run } from "./tables.ts";

type Reader = { id: number; email: string };

/**
 * What delivers a file, as parts of the commit that finishes it: so it happens once, and only if there is a file. Each reader gets a link of their own,
 * whose rights are judged again when it is opened.
 */
export async function deliveryOf(
  ctx: Ctx,
  run: Run,
  readers: readonly Reader[],
  expiresAt: Instant,
): Promise<{ parts: Part[]; events: DomainEvent[] }> {
  const { delivery } = run;
  if (!delivery) return { parts: [], events: [] };
  const mails = delivery.by === "email" ? readers : [];
  const parts = await Promise.all(mails.map((reader) => mailTo(ctx, run, reader, expiresAt)));
  const event = delivered({
    ...{ id: run.id, reportId: run.reportId, reportName: run.reportName, scheduleId: run.scheduleId },
    ...{ dueAt: run.dueAt, format: run.format, dateFrom: run.dateFrom, dateTo: run.dateTo, rowCount: run.rowCount },
    ...{ delivery: delivery.by, recipients: mails.length, isTest: delivery.isTest, expiresAt },
    url: `${ctx.env.PUBLIC_URL}/api/v1/admin/report-runs/${run.id}/download`,
  });
  return { parts: parts.flat(), events: [event] };
}

async function mailTo(ctx: Ctx, run: Run, { id, email }: Reader, expiresAt: Instant): Promise<Part[]> {
  // its token names the business: whoever opens it has nothing else at hand
  const token = `${ctx.tenant.id}_${randomSecret()}`;
  const link = insertLink({ tenantId: ctx.tenant.id, hash: await sha256(token), runId: run.id, userId: id, expiresAt });
  const range = run.dateFrom && run.dateTo ? `${run.dateFrom} to ${run.dateTo}` : "all days";
  const data = {
    ...{ name: run.reportName, range, rows: run.rowCount, until: expiresAt.slice(0, 10) },
    link: `${ctx.env.PUBLIC_URL}/api/v1/report-files/${token}`,
  };
  return [{ writes: [link] }, await planMail(ctx, { to: email, template: "report-ready", data })];
}
