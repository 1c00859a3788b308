import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { isDecided, organizationOf, settingsOf } from "#/domains/organization/index.ts";
import { localDateOf } from "#/kernel/time.ts";
import { horizonOutOfRange, unknownMetric } from "./errors.ts";
import { type Point, project } from "./forecast/index.ts";
import { beginsWithin, filled, monthOf, numberOf, plusMonths } from "./months.ts";
import { busiestState } from "./place-repo.ts";
import { priorOf } from "./priors.ts";
import { regionOf } from "./region.ts";
import { monthValues, signUpOf } from "./repo.ts";
import { isMetric, MOST_MONTHS, unitOf } from "./terms.ts";

export const MOST_HORIZON = 24;
export const usual = { horizon: 6, metric: "revenue" } as const;

type Asked = { horizon?: number | undefined; metric?: string | undefined };

/** What the months from the running one on may bring, by the whole months before it. The running month is not whole, so it is the first that is projected; a first month of which only some days count is left out too. */
export async function readProjections(ctx: Ctx, { horizon = usual.horizon, metric = usual.metric }: Asked) {
  if (horizon < 1 || horizon > MOST_HORIZON) throw horizonOutOfRange(MOST_HORIZON);
  if (!isMetric(metric)) throw unknownMetric(metric);
  const asOf = localDateOf(ctx.now, ctx.tenant.timezone);
  const running = monthOf(asOf);
  const { known, organization, state, signUp } = await read(ctx, {
    known: monthValues(ctx, metric, plusMonths(running, -MOST_MONTHS), running),
    organization: organizationOf(ctx),
    state: busiestState(ctx),
    signUp: signUpOf(ctx, metric),
  });
  const months = filled(known, running);
  const history = beginsWithin(months[0]?.month, signUp) ? months.slice(1) : months;
  const { trade, regionType: decided } = settingsOf(organization);
  const set = isDecided(organization, "region_type") ? decided : undefined;
  const { region: regionType, source: regionSource } = regionOf({ set, state, trade });
  const { method, confidence, points, members } = project(
    { values: history.map(({ value }) => value), firstMonth: numberOf(history[0]?.month ?? running) },
    { horizon, prior: priorOf({ trade, regionType }) },
  );
  return {
    metric,
    unit: unitOf(metric),
    horizon,
    asOf,
    method,
    confidence,
    historyMonths: history.length,
    trade,
    regionType,
    regionSource,
    members: members.map(({ name, weight }) => ({ name, weightBps: Math.round(weight * 10_000) })),
    history,
    // nothing says anything yet: 0 would be a statement
    projections: (method === "none" ? [] : points).map((point, i) => ({
      month: plusMonths(running, i),
      ...whole(point),
    })),
  };
}

/** In whole cents or things. */
const whole = ({ value, band80, band95 }: Point) => ({
  value: Math.round(value),
  low80: Math.round(band80.low),
  high80: Math.round(band80.high),
  low95: Math.round(band95.low),
  high95: Math.round(band95.high),
});
