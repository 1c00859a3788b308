import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { eventsIn, eventText, lastSeq, oldestSeq } from "#/db/tenant/outbox.ts";
import { message } from "./board-messages.ts";

const PAGE = 100;

/** Number of the last event. */
export async function headOf(ctx: Ctx): Promise<number> {
  const { last } = await read(ctx, { last: lastSeq(ctx) });
  return last?.seq ?? 0;
}

/** The next events of any type after `seq`, as messages, in one transaction and in the order of their commits. */
export async function readEvents(ctx: Ctx, seq: number) {
  const { last, oldest, events } = await read(ctx, {
    last: lastSeq(ctx),
    oldest: oldestSeq(ctx),
    events: eventsIn(ctx, { after: seq, span: PAGE, limit: PAGE }),
  });
  const head = last?.seq ?? 0;
  return {
    messages: events.map((event) => message(eventText(event), event.seq, { type: event.type })),
    /** Number up to which all events are among the messages. */
    upTo: events.at(-1)?.seq ?? seq,
    more: events.length === PAGE,
    /** Whether the number exists, and no event after it has been deleted. */
    complete: seq === head || (seq < head && oldest !== undefined && seq >= oldest.seq - 1),
  };
}
