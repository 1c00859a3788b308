import { partOf } from "#/kernel/money.ts";
import { isOpen, type LeadStatus, leadStatuses } from "./rules.ts";

type Counted = { status: LeadStatus; n: number };
type Figures = {
  byMonth: readonly (Counted & { month: string })[];
  bySource: readonly (Counted & { source: string | null })[];
  responses: { answered: number; medianSeconds: number | null };
  pipeline: { leads: number; valueCents: number; weightedCents: number };
  campaigns: readonly { campaignId: number; name: string; costCents: number }[];
  byCampaign: readonly { campaignId: number | null; n: number; won: number }[];
};

const MOST_SOURCES = 50;

const sum = (counted: readonly Counted[], is: (status: LeadStatus) => boolean): number =>
  counted.reduce((total, { status, n }) => total + (is(status) ? n : 0), 0);

/** Won of those that were won or lost, in basis points, rounded half to even; who was disqualified was never one. */
export const conversionBps = (won: number, lost: number): number | null =>
  won + lost === 0 ? null : partOf(10_000, won, won + lost);

function outcomeOf(counted: readonly Counted[]) {
  const [won, lost] = [sum(counted, (status) => status === "won"), sum(counted, (status) => status === "lost")];
  return { leads: sum(counted, () => true), won, lost, conversionBps: conversionBps(won, lost) };
}

const perPiece = (cents: number, pieces: number): number | null => (pieces === 0 ? null : partOf(cents, 1, pieces));

/** Figures of leads by what was counted. */
export function figuresOf({ byMonth, bySource, responses, pipeline, campaigns, byCampaign }: Figures) {
  const ofCampaign = new Map(byCampaign.map((one) => [one.campaignId, one]));
  const { estimate_sent: estimateSent, ...statuses } = Object.fromEntries(
    leadStatuses.map((status) => [status, sum(byMonth, (other) => other === status)]),
  ) as Record<LeadStatus, number>; // safe: each status
  const byStatus = { ...statuses, estimateSent };
  const seconds = responses.medianSeconds;
  return {
    ...outcomeOf(byMonth),
    byStatus,
    firstResponse: {
      answered: responses.answered,
      medianMinutes: seconds === null ? null : Math.round(seconds / 6) / 10,
    },
    pipeline,
    cohorts: [...Map.groupBy(byMonth, ({ month }) => month)].map(([month, counted]) => ({
      month,
      open: sum(counted, isOpen),
      disqualified: sum(counted, (status) => status === "disqualified"),
      ...outcomeOf(counted),
    })),
    sources: [...Map.groupBy(bySource, ({ source }) => source)]
      .map(([source, counted]) => ({ source, ...outcomeOf(counted) }))
      .sort((a, b) => b.leads - a.leads || (a.source ?? "").localeCompare(b.source ?? ""))
      .slice(0, MOST_SOURCES),
    campaigns: campaigns.map(({ campaignId, name, costCents }) => {
      const { n: leads = 0, won = 0 } = ofCampaign.get(campaignId) ?? {};
      return {
        ...{ campaignId, name, costCents, leads, won },
        costPerLeadCents: perPiece(costCents, leads),
        costPerWonCents: perPiece(costCents, won),
      };
    }),
  };
}
