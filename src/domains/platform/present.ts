import type { Listed, Move, PlatformAct } from "./repo.ts";

export const presentMove = ({ fromShard, toShard, step, rowsCopied, startedAt }: Move) => ({
  fromShard,
  toShard,
  step,
  rowsCopied,
  startedAt,
});

/** The business is where it was to be. */
export const doneMove = (shard: string) => ({
  fromShard: null,
  toShard: shard,
  step: "done" as const,
  rowsCopied: null,
  startedAt: null,
});

export const presentTenant = ({
  id,
  businessCode,
  businessName,
  shard,
  status,
  timezone,
  createdAt,
  move,
}: Listed) => ({
  id,
  businessCode,
  businessName,
  shard,
  status,
  timezone,
  createdAt,
  move: move && presentMove(move),
});

type Found = { tenant: Omit<Listed, "move">; move: Move | null; history: readonly PlatformAct[] };
export const presentDetails = ({ tenant, move, history }: Found) => ({
  ...presentTenant({ ...tenant, move }),
  history: history.map(({ at, adminId, action, details }) => ({ at, adminId, action, details })),
});
