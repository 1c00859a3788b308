import type { JobPriority } from "#/domains/dispatch/index.ts";
import { fold } from "#/kernel/fold.ts";
import type { Match } from "./terms.ts";

/** What a policy may ask of a job. `customerIds` are the customer and those who were merged into them. */
export type Matched = {
  priority: JobPriority;
  jobType: string | null;
  customerIds: readonly number[];
  agreementPlanIds: readonly number[];
  zoneId: number | null;
};
type Policy = { id: number; rank: number; isDefault: boolean; isEnabled: boolean; match: Match };

const asks = <T>(asked: readonly T[], has: readonly T[]): boolean =>
  asked.length === 0 || asked.some((one) => has.includes(one));
const some = <T>(value: T | null): T[] => (value === null ? [] : [value]);

export const isMatch = ({ match }: Pick<Policy, "match">, job: Matched): boolean =>
  asks(match.priorities, [job.priority]) &&
  asks(match.jobTypes.map(fold), some(job.jobType).map(fold)) &&
  asks(match.customerIds, job.customerIds) &&
  asks(match.agreementPlanIds, job.agreementPlanIds) &&
  asks(match.zoneIds, some(job.zoneId));

const hasConditions = ({ match }: Policy): boolean => Object.values(match).some(({ length }) => length > 0);

/** The policy of lowest rank that matches, the older of two; else the default. A default without conditions is for the rest alone. */
export function policyFor<P extends Policy>(policies: readonly P[], job: Matched): P | undefined {
  const enabled = policies.filter(({ isEnabled }) => isEnabled).toSorted((a, b) => a.rank - b.rank || a.id - b.id);
  return (
    enabled.find((policy) => (!policy.isDefault || hasConditions(policy)) && isMatch(policy, job)) ??
    enabled.find(({ isDefault }) => isDefault)
  );
}
