import type { RunnableQuery } from "drizzle-orm/runnable-query";
import { notFound } from "#/kernel/errors.ts";
import type { Estimate } from "./tables.ts";

/** The statement that tells which customer's record a caller opens; null: none. */
export type OwnerQuery = RunnableQuery<number | null, "sqlite">;

/** For a customer, only estimates that were sent to their record exist. `customerId` undefined: the caller is none. */
export function assertSentTo(estimate: Estimate, customerId: number | null | undefined): void {
  if (customerId === undefined) return;
  const isOwn = customerId !== null && estimate.customerId === customerId;
  if (!isOwn || estimate.status === "draft" || estimate.archivedAt !== null) throw notFound("estimate", estimate.id);
}
