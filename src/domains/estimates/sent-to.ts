import { notFound } from "#/kernel/errors.ts";
import type { Estimate } from "./tables.ts";

/** For a customer, only estimates that were sent to their record exist. `customerId` undefined: the caller is none. */
export function assertSentTo(estimate: Estimate, customerId: number | null | undefined): void {
  if (customerId === undefined) return;
  const isOwn = customerId !== null && estimate.customerId === customerId;
  if (!isOwn || estimate.status === "draft" || estimate.archivedAt !== null) throw notFound("estimate", estimate.id);
}
