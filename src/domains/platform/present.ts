import type { getTenant } from "./repo.ts";

/** The answer when the business is where it should be. */
export const doneMove = (shard: string) => ({
  fromShard: null,
  toShard: shard,
  step: "done" as const,
  rowsCopied: null,
  startedAt: null,
});

type Found = Awaited<ReturnType<typeof getTenant>>;
export const presentDetails = ({ tenant, ...more }: Found) => ({ ...tenant, ...more });
