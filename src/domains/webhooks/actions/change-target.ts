import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { knownEvents } from "../catalogue.ts";
import { alreadyActive, alreadyPaused } from "../errors.ts";
import { sealHeaders } from "../headers.ts";
import { closeCircuit, wakeLanes } from "../lane-repo.ts";
import { present } from "../present.ts";
import { dueLanes, type Target, targets } from "../tables.ts";
import { assertReachable, assertSendable, type TargetSettings } from "./add-target.ts";

type TargetChange = Partial<Pick<Target, "url" | "events" | "description" | "status">> & TargetSettings;

/** Changes where a webhook goes and what it gets, or disables and enables it. Deliveries that wait go to the new URL. */
export async function changeTarget(ctx: Ctx, { id, headers, ...wanted }: TargetChange & { id: number }) {
  const events = wanted.events && (await knownEvents(wanted.events));
  if (wanted.url !== undefined) assertReachable(ctx, wanted.url, "push");
  if (headers) assertSendable(headers);
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);
  assertReachable(ctx, wanted.url ?? target.url, wanted.delivery ?? target.delivery);

  const disabledReason = wanted.status && reasonFor(wanted.status, target);
  const sealed = headers && (await sealHeaders(ctx.env, target, headers));
  return await change(ctx, target, "change", { ...wanted, events, disabledReason, ...sealed });
}

/** A target that is disabled already keeps its reason. */
const reasonFor = (status: Target["status"], { disabledReason }: Target): Target["disabledReason"] =>
  status === "active" ? null : (disabledReason ?? "requested");

/** Sends nothing for a while. Events meanwhile, and those that wait, are skipped; they can be replayed. */
export async function pauseTarget(ctx: Ctx, id: number) {
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);
  if (target.status !== "active") throw alreadyPaused();
  return await change(ctx, target, "pause", { status: "paused" });
}

/** Sends events again, from the next one on, to a target that was paused or disabled. */
export async function resumeTarget(ctx: Ctx, id: number) {
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);
  if (target.status === "active") throw alreadyActive();
  return await change(ctx, target, "resume", { status: "active", disabledReason: null });
}

type Fields = Parameters<typeof targets.change>[2];

async function change(ctx: Ctx, target: Target, action: string, fields: Fields) {
  const part = targets.change(ctx, target, fields);
  const { row } = part;
  // a receiver at another address, or one that is tried again, has not failed yet
  const isFresh = row.url !== target.url || (row.status === "active" && target.status !== "active");
  const result = await commit(ctx, {
    parts: [part, isFresh && closeCircuit(ctx, row.id), wakeLanes(ctx, [row.id])],
    audit: { action, of: part },
    result: present(row, ctx),
  });
  ctx.background(dueLanes.ringNow(ctx, [String(row.id)]));
  return result;
}
