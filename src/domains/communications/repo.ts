import { and, eq, gte, notInArray, type SQL, sql } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { AuditedPart } from "#/db/tenant/commit.ts";
import { ofCustomer } from "#/db/tenant/customer-rows.ts";
import { read } from "#/db/tenant/load.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { nextStamps, touched } from "#/db/tenant/stamps.ts";
import { customerSites, customerWith } from "#/domains/customers/index.ts";
import { firstIdAt, newId } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { suppressionOf } from "./consent-repo.ts";
import { alreadyReceived, noSuchCommunication, noSuchThread, repeatedMessage } from "./errors.ts";
import { presented } from "./present.ts";
import type { Channel, Keyword, Status } from "./rules.ts";
import { accountTable, type Communication, communicationTable, consentTable } from "./tables.ts";

type Filter = Partial<{
  customerId: number;
  jobId: number;
  channel: Channel;
  direction: Communication["direction"];
  status: Status;
  since: Instant;
}>;

/** Clocks of offices and workers differ a little: what is written down now may have happened a minute later. */
const SKEW_SECONDS = 120;

/** What was said, the newest first. */
export async function listCommunications(ctx: Ctx, filter: LogInput & Filter) {
  const { customerId, jobId, channel, direction, status, since, ...input } = filter;
  const table = communicationTable;
  const page = await listLog(ctx, input, {
    table,
    key: table.id,
    order: "desc",
    index: jobId
      ? "communications_by_job"
      : customerId
        ? "communications_by_customer"
        : status && "communications_by_status",
    total: "some",
    filters: [
      jobId && eq(table.jobId, jobId),
      customerId && ofCustomer(ctx, table.customerId, customerId),
      channel && eq(table.channel, channel),
      direction && eq(table.direction, direction),
      status && eq(table.status, status),
      since && gte(table.occurredAt, since),
      // ids sort by time: what is older is not read
      since && gte(table.id, firstIdAt("com", plusSeconds(since, -SKEW_SECONDS))),
    ].map((one) => one || undefined),
  });
  return { ...page, items: page.items.map(presented) };
}

/** A conversation, the newest first; 404 when nobody has said anything in it. */
export async function listThread(ctx: Ctx, { thread, ...input }: LogInput & { thread: string }) {
  const ofThread = eq(communicationTable.threadId, thread);
  const page = await listLog(ctx, input, {
    table: communicationTable,
    key: communicationTable.id,
    order: "desc",
    index: "communications_by_thread",
    parent: mapped(
      q
        .select({ id: communicationTable.id })
        .from(communicationTable)
        .where(and(eq(communicationTable.tenantId, ctx.tenant.id), ofThread))
        .limit(1),
      ([one]) => {
        if (!one) throw noSuchThread();
        return one;
      },
    ),
    filters: [ofThread],
    total: "some",
  });
  return { ...page, items: page.items.map(presented) };
}

/** The communication with this id; undefined: there is none. */
export const communicationWith = (ctx: Ctx, id: string) =>
  mapped(
    q
      .select()
      .from(communicationTable)
      .where(and(eq(communicationTable.tenantId, ctx.tenant.id), eq(communicationTable.id, id))),
    ([row]) => row,
  );

export async function getCommunication(ctx: Ctx, id: string) {
  const { row } = await read(ctx, { row: communicationWith(ctx, id) });
  if (!row) throw noSuchCommunication();
  return presented(row);
}

type Given = Partial<Communication> &
  Pick<Communication, "customerId" | "threadId" | "channel" | "direction" | "status" | "to">;

/** A new communication for a commit; what is not given is null. */
export function newCommunication(ctx: Ctx, given: Given): AuditedPart & { row: Communication } {
  const row: Communication = {
    ...blank,
    tenantId: ctx.tenant.id,
    id: newId("com"),
    occurredAt: ctx.now,
    createdBy: actorName(ctx.actor),
    ...nextStamps(ctx),
    ...given,
  };
  return {
    writes: [insertCommunication(row)],
    refusals: {
      "communications.tenant_id, communications.dedupe": repeatedMessage(row.dedupe ?? ""),
      "communications.tenant_id, communications.provider_reference": alreadyReceived(),
    },
    row,
    audited: { entity: "communication", id: row.id, changes: null },
  };
}
const insertCommunication = insertInto(communicationTable);
const blank = {
  ...{ jobId: null, invoiceId: null, estimateId: null, agreementId: null, leadId: null, category: null },
  ...{ subject: null, body: null, from: null, template: null, reason: null, errorCode: null, provider: null },
  ...{ providerReference: null, segments: null, durationSeconds: null, isReply: false, dedupe: null, dueAt: null },
  ...{ nextAttemptAt: null, attempts: 0, endedAttempts: 0, sentAt: null, deliveredAt: null },
};

/** The communication that a provider knows by its own id. */
export const byReference = (ctx: Ctx, reference: string) =>
  first(
    q
      .select()
      .from(communicationTable)
      .where(and(eq(communicationTable.tenantId, ctx.tenant.id), eq(communicationTable.providerReference, reference))),
  );

/** The name by which an automatic answer is known. */
export const answerName = (keyword: Keyword, reference: string): string => `answer ${keyword} ${reference}`;

/** The keywords that were answered in a conversation since a moment; an answer that could not be sent is none. */
export const answeredSince = (ctx: Ctx, threadId: string, since: Instant) =>
  mapped(
    q
      .select({ dedupe: communicationTable.dedupe })
      .from(communicationTable)
      .where(
        and(
          eq(communicationTable.tenantId, ctx.tenant.id),
          eq(communicationTable.threadId, threadId),
          gte(communicationTable.id, firstIdAt("com", since)),
          communicationTable.isReply,
          notInArray(communicationTable.status, ["failed", "suppressed"]),
        ),
      ),
    (rows: readonly { dedupe: string | null }[]) => rows.map(({ dedupe }) => dedupe?.split(" ")[1]),
  );

/** A column of a communication, as SQL: the same trip reads what it names. */
const columnOf = (ctx: Ctx, id: string, column: string): SQL =>
  sql`(select ${sql.raw(column)} from communications where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** The first site of a customer that is not archived; by its clocks they live where their bill tells nothing. */
export const firstSiteOf = (ctx: Ctx, customerId: SQL) =>
  first(
    q
      .select()
      .from(customerSites.table)
      .where(
        and(
          eq(customerSites.table.tenantId, ctx.tenant.id),
          sql`${customerSites.table.customerId} = ${customerId}`,
          sql`${customerSites.table.archivedAt} is null`,
        ),
      )
      .orderBy(customerSites.table.id)
      .limit(1),
  );

/** What decides whether a message may go out, read by the message's own row. */
export const judging = (ctx: Ctx, id: string) => ({
  customer: customerWith(ctx, columnOf(ctx, id, "customer_id")),
  site: firstSiteOf(ctx, columnOf(ctx, id, "customer_id")),
  consents: q
    .select()
    .from(consentTable)
    .where(
      and(
        eq(consentTable.tenantId, ctx.tenant.id),
        sql`${consentTable.customerId} = ${columnOf(ctx, id, "customer_id")}`,
      ),
    ),
  suppression: suppressionOf(ctx, columnOf(ctx, id, "to_address")),
  account: accountOf(ctx),
});

/** The business' account with a provider of texts. */
export const accountOf = (ctx: Ctx) =>
  first(q.select().from(accountTable).where(eq(accountTable.tenantId, ctx.tenant.id)));

/** Notes that the provider was heard. */
export const heardFrom = (ctx: Ctx, id: number) =>
  q
    .update(accountTable)
    .set({ lastEventAt: ctx.now })
    .where(and(eq(accountTable.tenantId, ctx.tenant.id), eq(accountTable.id, id)));

/** Goes on with a communication that another request may change meanwhile: only from the status that it was seen in. */
export const moveOn = (ctx: Ctx, { id, status }: Communication, fields: Partial<Communication>) =>
  q
    .update(communicationTable)
    .set({ ...fields, ...touched(ctx, communicationTable) })
    .where(
      and(
        eq(communicationTable.tenantId, ctx.tenant.id),
        eq(communicationTable.id, id),
        eq(communicationTable.status, status),
      ),
    );
