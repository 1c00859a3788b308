import { and, desc, eq, notExists, sql } from "drizzle-orm";
import type { OpenCtx, PlatformCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { platformAdmins, platformLog, platformSessions, tenantMoves } from "#/db/control/schema/platform.ts";
import { type TenantStatus, tenants } from "#/db/control/schema/tenants.ts";
import { type ShardName, tenantOf } from "#/db/directory.ts";
import { newId } from "#/kernel/ids.ts";
import { type PageInput, pageWindow } from "#/kernel/page.ts";
import { noSuchTenant } from "./errors.ts";

export type Admin = typeof platformAdmins.$inferSelect;
export type Move = typeof tenantMoves.$inferSelect;

export const findAdminByPassword = (open: OpenCtx, email: string, passwordHash: string) =>
  controlOf(open)
    .select()
    .from(platformAdmins)
    .where(
      and(
        eq(platformAdmins.email, email),
        eq(platformAdmins.passwordHash, passwordHash),
        eq(platformAdmins.status, "active"),
      ),
    )
    .get();

export const insertSession = (open: OpenCtx, session: typeof platformSessions.$inferSelect) =>
  controlOf(open).insert(platformSessions).values(session).run();

export const endSession = (ctx: PlatformCtx) =>
  controlOf(ctx)
    .update(platformSessions)
    .set({ endedAt: ctx.now })
    .where(eq(platformSessions.id, ctx.admin.sessionId))
    .run();

type Filters = { status?: TenantStatus; shard?: ShardName; code?: string };

/** Businesses with their moves, newest first. */
export async function listTenants(open: OpenCtx, { status, shard, code, ...input }: PageInput & Filters) {
  const { page, limit, offset } = pageWindow(input);
  const wanted = and(
    status && eq(tenants.status, status),
    shard && eq(tenants.shard, shard),
    code === undefined ? undefined : eq(tenants.businessCode, code.toUpperCase()),
  );
  const db = controlOf(open);
  const [rows, counted] = await db.batch([
    db.select().from(tenants).where(wanted).orderBy(desc(tenants.createdAt), tenants.id).limit(limit).offset(offset),
    db.select({ n: sql<number>`count(*)` }).from(tenants).where(wanted),
  ]);
  const moves = new Map((await listMoves(open)).map((move) => [move.tenantId, move]));
  const total = counted[0]?.n ?? 0;
  const items = rows.map((row) => ({ ...row, move: moves.get(row.id) ?? null }));
  return { items, total, page, limit, totalPages: Math.ceil(total / limit), nextCursor: null };
}

/** Moves under way; there are never many. */
export const listMoves = (open: OpenCtx) => controlOf(open).select().from(tenantMoves).limit(1000).all();

const HISTORY = 50;

/** A business as the directory has it, its move, and what the platform last did with it; 404 when there is none. */
export async function getTenant(open: OpenCtx, id: string) {
  const db = controlOf(open);
  const [[row], [move], history] = await db.batch([
    db.select().from(tenants).where(eq(tenants.id, id)),
    db.select().from(tenantMoves).where(eq(tenantMoves.tenantId, id)),
    db.select().from(platformLog).where(eq(platformLog.tenantId, id)).orderBy(desc(platformLog.id)).limit(HISTORY),
  ]);
  if (!row) throw noSuchTenant(id);
  return { tenant: tenantOf(row), move: move ?? null, history };
}

/** Changes the status and logs it, together. Changes nothing when the status is another, or while the business moves. */
export async function changeStatus(
  ctx: PlatformCtx,
  { id, from, to, details }: { id: string; from: TenantStatus; to: TenantStatus; details: Record<string, unknown> },
): Promise<void> {
  const db = controlOf(ctx);
  const moving = db.select({ n: sql`1` }).from(tenantMoves).where(eq(tenantMoves.tenantId, id));
  const may = and(eq(tenants.id, id), eq(tenants.status, from), notExists(moving));
  await db.batch([
    db.insert(platformLog).select(sql`
      select ${newId("act")}, ${ctx.now}, ${ctx.admin.id}, ${id}, ${to}, ${JSON.stringify(details)} from ${tenants} where ${may}`),
    db.update(tenants).set({ status: to }).where(may),
  ]);
}
