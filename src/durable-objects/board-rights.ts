import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { apiKeysAmong, sessionsAmong } from "#/db/tenant/rights.ts";
import { stateRow } from "#/db/tenant/state.ts";
import { FOR_EVER } from "./board-store.ts";

export type Rights = {
  isSuspended: boolean;
  /** Session or API key -> its tokens that were made before this are refused, in milliseconds since 1970; 0: all are good. */
  refusedBefore: Map<string, number>;
  activeTechnicians: Set<number>;
};

const KEY = /^api_key:(\d+)$/;

/** What these holders may still do, in one trip. A holder that does not exist has ended. */
export async function readRights(ctx: Ctx, holders: readonly string[]): Promise<Rights> {
  const { activeTechnicians } = await import("#/domains/technicians/index.ts");
  const keyIds = holders.flatMap((holder) => Number(KEY.exec(holder)?.[1] ?? []));
  const { state, sessions, keys, technicians } = await read(ctx, {
    state: stateRow(ctx),
    sessions: sessionsAmong(
      ctx,
      holders.filter((holder) => !KEY.test(holder)),
    ),
    keys: apiKeysAmong(ctx, keyIds),
    technicians: activeTechnicians(ctx),
  });
  const refusedBefore = new Map(holders.map((holder) => [holder, FOR_EVER]));
  for (const { id, endedAt, expiresAt, tokensValidFrom } of sessions)
    if (endedAt === null && expiresAt > ctx.realNow)
      refusedBefore.set(id, tokensValidFrom === null ? 0 : Date.parse(tokensValidFrom));
  for (const { id, revokedAt, expiresAt } of keys)
    if (revokedAt === null && (expiresAt === null || expiresAt > ctx.realNow)) refusedBefore.set(`api_key:${id}`, 0);
  return {
    isSuspended: state?.state === "suspended",
    refusedBefore,
    activeTechnicians: new Set(technicians.map(({ id }) => id)),
  };
}
