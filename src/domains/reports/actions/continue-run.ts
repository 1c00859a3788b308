import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load, read } from "#/db/tenant/load.ts";
import { stampsAfter } from "#/db/tenant/stamps.ts";
import { allCustomRoles, confirmedOwner, type User } from "#/domains/identity/index.ts";
import { type Organization, organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { isReadAtOnce } from "../definition.ts";
import { deliveryOf } from "../delivery.ts";
import { runFailed, runSucceeded } from "../events.ts";
import { failureOf, successOf } from "../fate.ts";
import { putPart, textOf } from "../files.ts";
import { printReport } from "../pdf.ts";
import { presented } from "../present.ts";
import { mayRead, readersAmong } from "../rights.ts";
import { type RawRow, reportRows } from "../rows-repo.ts";
import { scheduleOfRun, usersAmong } from "../run-repo.ts";
import { dueRuns, type Run, type Schedule } from "../tables.ts";
import { KEPT_DAYS, MOST_PDF_ROWS, MOST_ROWS, MOST_SORTED_ROWS, type RunError } from "../terms.ts";

/** Rows of a trip, and trips of a portion: what an isolate holds at a time, and what a message does. */
const PAGE = 2000;
const PAGES = 5;
const MOST_CHARACTERS = 8_000_000;
/** Claims beyond one for each portion, after which it is hopeless. */
const SPARE_ATTEMPTS = 8;

type Found = {
  run: Run;
  organization: Organization | undefined;
  schedule: Schedule | undefined;
  people: readonly User[];
  readers: { id: number; email: string }[];
  owner: { email: string | null } | undefined;
};

/**
 * The next portion of a run: what is read goes into the bucket, and how far it came into the database, in one commit. A worker may die anywhere: the
 * next one goes on behind the last portion that was committed. The last portion delivers the file in the very commit that finishes the run.
 */
export async function continueRun(ctx: Ctx, id: string): Promise<undefined> {
  const { run, organization, roles, owner } = await load(ctx, {
    run: dueRuns.claim(ctx, id),
    organization: organizationOf(ctx),
    roles: allCustomRoles(ctx),
    owner: confirmedOwner(ctx),
  });
  if (!run) return;
  const recipientIds = run.delivery?.recipientIds ?? [];
  const { people, schedule } = await read(ctx, {
    people: usersAmong(ctx, [...recipientIds, ...(run.userId === null ? [] : [run.userId])]),
    schedule: scheduleOfRun(ctx, run),
  });
  const readers = readersAmong(
    people.filter((user) => recipientIds.includes(user.id)),
    roles,
    run.definition,
  );
  const found: Found = { run, organization, schedule, people, readers, owner };
  const reader = people.find((user) => user.id === run.userId);
  if (run.userId !== null && !(reader && mayRead(reader, roles, run.definition)))
    return await fail(ctx, found, "not_permitted");
  if (run.delivery?.by === "email" && readers.length === 0) return await fail(ctx, found, "no_recipients");
  if (run.attempts > run.parts.length + SPARE_ATTEMPTS) return await fail(ctx, found, "broke_off");
  if (run.format === "pdf") return await printAll(ctx, found);
  await (isReadAtOnce(run.definition) ? writeAll(ctx, found) : nextPortion(ctx, found));
}

const asked = ({ timezone, dateFrom, dateTo }: Run) => ({
  timezone,
  days: dateFrom !== null && dateTo !== null ? { from: dateFrom, to: dateTo } : null,
});
const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
/** Of the last pay period there is nothing before one was closed. */
const isNothing = ({ definition, dateFrom }: Run): boolean => definition.dateRange !== null && dateFrom === null;

async function nextPortion(ctx: Ctx, found: Found): Promise<void> {
  const { run, organization } = found;
  const currency = settingOf(organization, "currency");
  const isFirst = run.parts.length === 0;
  let { rowCount, cursor: after } = run;
  let text = "";
  let isLast = isNothing(run);
  for (let page = 0; page < PAGES && !isLast && text.length < MOST_CHARACTERS; page++) {
    const { rows } = await read(ctx, { rows: reportRows(ctx, run.definition, { ...asked(run), after, limit: PAGE }) });
    const begins = isFirst && page === 0;
    isLast = rows.length < PAGE;
    text += textOf({ ...run, rowCount }, rows, { currency, isFirst: begins, isLast });
    rowCount += rows.length;
    after = rows.at(-1)?.key ?? after;
  }
  if (isNothing(run)) text = textOf(run, [], { currency, isFirst: true, isLast: true });
  if (rowCount > MOST_ROWS) return await fail(ctx, found, "too_many_rows");
  await keep(ctx, found, {
    bytes: bytesOf(text),
    rowCount,
    cursor: after,
    isLast,
  });
}

/** All rows in one trip; undefined where there are more. */
async function allRows(ctx: Ctx, run: Run, most: number): Promise<readonly RawRow[] | undefined> {
  const limit = most + 1;
  const { rows = [] } = await read(ctx, {
    rows: isNothing(run) ? undefined : reportRows(ctx, run.definition, { ...asked(run), limit }),
  });
  return rows.length > most ? undefined : rows;
}

async function writeAll(ctx: Ctx, found: Found): Promise<void> {
  const { run, organization } = found;
  const rows = await allRows(ctx, run, MOST_SORTED_ROWS);
  if (!rows) return await fail(ctx, found, "too_many_rows_to_sort");
  const text = textOf(run, rows, { currency: settingOf(organization, "currency"), isFirst: true, isLast: true });
  await keep(ctx, found, { bytes: bytesOf(text), rowCount: rows.length, cursor: null, isLast: true });
}

async function printAll(ctx: Ctx, found: Found): Promise<undefined> {
  const { run, organization } = found;
  const rows = await allRows(ctx, run, MOST_PDF_ROWS);
  if (!rows) return await fail(ctx, found, "too_many_rows");
  const bytes = await printReport(ctx, organization, run, rows);
  await keep(ctx, found, { bytes, rowCount: rows.length, cursor: null, isLast: true });
}

/** Events reach everyone who reads events: of a private report there are none. */
const seenByAll = ({ privateTo }: Run, events: DomainEvent[]): DomainEvent[] => (privateTo === null ? events : []);

type Portion = Pick<Run, "rowCount" | "cursor"> & { bytes: Uint8Array<ArrayBuffer>; isLast: boolean };

async function keep(ctx: Ctx, found: Found, { bytes, rowCount, cursor, isLast }: Portion): Promise<void> {
  const { run } = found;
  const part = await putPart(ctx, run, bytes);
  const fields = {
    ...{ rowCount, cursor, parts: [...run.parts, part], bytes: run.bytes + bytes.length },
    ...{ startedAt: run.startedAt ?? ctx.now, ...stampsAfter(ctx, run) },
  };
  if (!isLast) {
    await record(ctx, { parts: [dueRuns.settle(ctx, run, { ...fields, nextAttemptAt: ctx.now })] });
    await dueRuns.ringNow(ctx, [String(run.id)]);
    return;
  }
  const expiresAt = plusSeconds(ctx.now, KEPT_DAYS * 24 * 3600);
  const end = { status: "succeeded" as const, nextAttemptAt: null, finishedAt: ctx.now, expiresAt };
  const done: Run = { ...run, ...fields, ...end };
  const delivery = await deliveryOf(ctx, done, found.readers, expiresAt);
  await record(ctx, {
    parts: [
      dueRuns.settle(ctx, run, { ...fields, ...end }),
      ...delivery.parts,
      ...successOf(ctx, done, found.schedule),
    ],
    events: seenByAll(run, [runSucceeded(presented(done)), ...delivery.events]),
    audit: { action: "finish", entity: "report_run", id: run.id, details: { rows: rowCount } },
  });
}

async function fail(ctx: Ctx, found: Found, error: RunError): Promise<undefined> {
  const { run, schedule } = found;
  const end = {
    ...{ status: "failed" as const, error, nextAttemptAt: null, startedAt: run.startedAt ?? ctx.now },
    // what there is of the file goes with the others
    ...{ finishedAt: ctx.now, expiresAt: plusSeconds(ctx.now, KEPT_DAYS * 24 * 3600), ...stampsAfter(ctx, run) },
  };
  const failed: Run = { ...run, ...end };
  const owner = found.people.find((user) => user.id === schedule?.ownerId && user.status === "active");
  const more = await failureOf(ctx, failed, schedule, owner?.email ?? found.owner?.email ?? null);
  await record(ctx, {
    parts: [dueRuns.settle(ctx, run, end), ...more.parts],
    events: seenByAll(run, [runFailed(presented(failed)), ...more.events]),
    audit: { action: "fail", entity: "report_run", id: run.id, details: { error } },
  });
}
