import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import {
  type DispatchJobRow,
  jobsOfCustomer,
  livePositions,
  type Position,
  positions,
} from "#/domains/dispatch/index.ts";
import { type Organization, organizationOf, travelSettingsOf } from "#/domains/organization/index.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { travelMatrix } from "#/integrations/travel-time/matrix.ts";
import { toInstant } from "#/kernel/time.ts";
import { presentReview } from "./present.ts";
import { ownCustomerId, ownReviews } from "./repo.ts";
import { firstNameOf, isFinalReview, isFresh } from "./rules.ts";

/** The caller's jobs: when somebody comes, who, and while they are on their way, when they arrive. One trip. */
export async function listOwnJobs(ctx: Ctx) {
  const { jobs, technicians, known, reviews, organization } = await read(ctx, {
    jobs: jobsOfCustomer(ctx, ownCustomerId(ctx)),
    technicians: activeTechnicians(ctx),
    known: positions(ctx),
    reviews: ownReviews(ctx),
    organization: organizationOf(ctx),
  });
  const names = new Map(technicians.map(({ id, name }) => [id, firstNameOf(name)]));
  const reviewed = new Map(reviews.map((review) => [review.jobId, review]));
  const arrivals = await arrivalsOf(ctx, jobs.filter(isComing), { known, organization });
  const items = jobs.map((job) => {
    const firstName = job.technicianId === null ? undefined : names.get(job.technicianId);
    const review = reviewed.get(job.id);
    return {
      ...job,
      technician: firstName === undefined ? null : { firstName },
      arrival: arrivals.get(job.id) ?? null,
      review: review ? presentReview(review) : null,
      canReview: job.status === "completed" && !(review && isFinalReview(review.createdAt, ctx.now)),
    };
  });
  return { timezone: ctx.tenant.timezone, items };
}

const isComing = ({ status }: DispatchJobRow): boolean => status === "en_route";

type Known = { known: readonly Position[]; organization: Organization | undefined };

/** When those arrive who are on their way, by where they were last seen; who was not seen for a while has no time. */
async function arrivalsOf(ctx: Ctx, jobs: readonly DispatchJobRow[], { known, organization }: Known) {
  const found = new Map<number, { at: string; minutes: number; seenAt: string }>();
  if (jobs.length === 0) return found;
  const seen = [...known, ...(await livePositions(ctx))];
  for (const { id, technicianId, serviceLatitude: latitude, serviceLongitude: longitude } of jobs) {
    const [last] = seen.filter((one) => one.technicianId === technicianId).toSorted((a, b) => (a.at < b.at ? 1 : -1));
    if (!last || latitude === null || longitude === null || !isFresh(last.at, ctx.now)) continue;
    const matrix = await travelMatrix(ctx, [last, { latitude, longitude }], travelSettingsOf(organization));
    const seconds = matrix.seconds[1] ?? 0;
    const at = toInstant(Math.max(Date.parse(last.at) + seconds * 1000, Date.parse(ctx.now)));
    found.set(id, { at, minutes: Math.max(1, Math.ceil(seconds / 60)), seenAt: last.at });
  }
  return found;
}
