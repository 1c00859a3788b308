import { and, eq, type SQL, sql } from "drizzle-orm";
import { q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { lastIdOf, takeIdsWhere } from "#/db/tenant/sequences.ts";
import { levelTable, moveTable, partTable, serialTable } from "./tables.ts";

// Stock moves by statements that say by how much, never to what: requests side by side each find what the one before left, in the order of their
// commits, and none has to be repeated because another was there too. The first statement decides whether all the others may happen.

/** A change of one level, in the order of `FIELDS`: the JSON that the statements read. */
export type Row = readonly [
  partId: number,
  locationId: number,
  kind: string | null,
  quantityMilli: number,
  /** What comes in is worth this; null: what it is worth on the average of the location after it. */
  valueCents: number | null,
  averageOf: number,
  /** Value of the quantity where there is no average. */
  fallbackCents: number,
  reservedMilli: number,
  onOrderMilli: number,
  /** The least that must be left: 0 nothing, 1 what is on hand, 2 what nobody else has reserved. */
  floor: 0 | 1 | 2,
  /** What the mover itself has reserved. */
  ownMilli: number,
  /** What must be on hand before; null: anything. */
  expectedMilli: number | null,
  serials: string | null,
];
const FIELDS = [
  ...["part", "location", "kind", "quantity", "value", "averageOf", "fallback"],
  ...["reserved", "onOrder", "floor", "own", "expected", "serials"],
] as const;
const r = (name: (typeof FIELDS)[number]) => sql.raw(`(r.value ->> ${FIELDS.indexOf(name)})`);

/** The change of a part's totals, and whether its low stock is told by it; then it must be as it was loaded. */
export type TotalRow = readonly [
  partId: number,
  onHandMilli: number,
  reservedMilli: number,
  onOrderMilli: number,
  low: 0 | 1,
  wasOnHand: number,
  wasReserved: number,
  wasOnOrder: number,
];
const d = (i: number) => sql.raw(`(d.value ->> ${i})`);

/** What must hold of a piece: not in stock, in stock at a location, or issued to a job. */
export type SerialRow = readonly [
  partId: number,
  serial: string,
  must: "absent" | "in_stock" | "issued",
  place: number | null,
  status: string,
  locationId: number | null,
  jobId: number | null,
];
const s = (i: number) => sql.raw(`(s.value ->> ${i})`);

/** What a job still has of a part, which a return must not exceed. */
export type IssuedRow = readonly [partId: number, jobId: number, quantityMilli: number];

type Text = Slot<string>;
const MOVE = "stock_move";

/** Takes the ids of `n` moves, if every level and total still allows them. */
export const takeMoves = prepared((tenantId: Text, n: Slot<number>, rows: Text, totals: Text, issued: Text) =>
  takeIdsWhere(
    tenantId,
    MOVE,
    n,
    sql.join([levelsAllow(tenantId, rows), totalsAllow(tenantId, totals), stillIssued(tenantId, issued)], sql` and `),
  ),
);

function levelsAllow(tenantId: Text, rows: Text): SQL {
  const onHand = sql.raw("coalesce(l.on_hand_milli, 0)");
  const left = sql`${onHand} + ${r("quantity")}`;
  return sql`not exists (select 1 from json_each(${rows}) r
    left join stock_locations p on p.tenant_id = ${tenantId} and p.id = ${r("location")}
    left join stock_levels l on l.tenant_id = ${tenantId} and l.part_id = ${r("part")} and l.location_id = ${r("location")}
    where p.id is null or (p.is_active = 0 and ${r("quantity")} > 0)
      or (${r("floor")} = 1 and ${left} < 0)
      or (${r("floor")} = 2 and ${left} - coalesce(l.reserved_milli, 0) + ${r("own")} - max(${r("reserved")}, 0) < 0)
      or ${r("expected")} <> ${onHand})`;
}

/** No part is archived or not there, none becomes low without telling so, and none tells so without becoming it. */
function totalsAllow(tenantId: Text, totals: Text): SQL {
  const cover = sql.raw("t.on_hand_milli + t.on_order_milli - t.reserved_milli");
  return sql`not exists (select 1 from json_each(${totals}) d
    left join parts t on t.tenant_id = ${tenantId} and t.id = ${d(0)}
    where t.id is null or t.archived_at is not null
      or (t.is_low = 0 and ${cover} + ${d(1)} + ${d(3)} - ${d(2)} < t.min_stock) <> ${d(4)}
      or (${d(4)} = 1 and (t.on_hand_milli <> ${d(5)} or t.reserved_milli <> ${d(6)} or t.on_order_milli <> ${d(7)})))`;
}

const piecesAllow = (tenantId: Text, serials: Text): SQL => sql`not exists (select 1 from json_each(${serials}) s
  left join stock_serials x on x.tenant_id = ${tenantId} and x.part_id = ${s(0)} and x.serial = ${s(1)}
  where case ${s(2)} when 'absent' then x.status = 'in_stock'
    when 'in_stock' then x.status is not 'in_stock' or x.location_id is not ${s(3)}
    else x.status is not 'issued' or x.job_id is not ${s(3)} end)`;

const stillIssued = (tenantId: Text, issued: Text): SQL => sql`not exists (select 1 from json_each(${issued}) i
  where (i.value ->> 2) <> -(select total(quantity_milli) from stock_moves m
    indexed by stock_moves_by_job where m.tenant_id = ${tenantId} and m.job_id is not null and m.job_id = (i.value ->> 1) and m.part_id = (i.value ->> 0)))`;

/** `whole * q + half-even(rest * q / of)`, in integers: no product leaves 64 bits (stock_levels_bounded). */
const shareOf = (value: SQL, of: SQL, quantity: SQL): SQL => {
  const product = sql`(${value} % ${of} * ${quantity})`;
  const floor = sql`(${value} / ${of} * ${quantity} + ${product} / ${of})`;
  const twice = sql`(2 * (${product} % ${of}))`;
  return sql`(${floor} + (${twice} > ${of} or (${twice} = ${of} and ${floor} % 2 = 1)))`;
};

/** What all moves of a request share. */
export type Shared = {
  movementId: string;
  jobId: number | null;
  referenceType: string | null;
  referenceId: string | null;
  notes: string | null;
  createdBy: string;
  createdAt: string;
};
const shared = (name: keyof Shared, text: Text): SQL => sql`(${text} ->> ${sql.raw(`'${name}'`)})`;

/**
 * The `n` moves with their value: what goes takes its share of the value of the location, what comes brings its own. Out of the negative the
 * receipt first covers what is missing at its own cost, and the difference to what was assumed is in `revalued_cents`.
 */
export const insertMoves = prepared((tenantId: Text, n: Slot<number>, rows: Text, movement: Text) => {
  const quantity = sql`abs(${r("quantity")})`;
  const average = sql`case when coalesce(a.on_hand_milli, 0) = 0 then ${r("fallback")}
    else ${shareOf(sql`abs(a.value_cents)`, sql`abs(a.on_hand_milli)`, quantity)} end`;
  const after = sql`(on_hand + quantity)`;
  const still = sql`-${shareOf(sql`abs(value)`, sql`abs(on_hand)`, sql`abs(${after})`)}`;
  const rest = shareOf(sql`worth`, sql`quantity`, after);
  const revalued = sql`case when on_hand < 0 and quantity > 0
    then case when ${after} <= 0 then ${still} else ${rest} end - value - worth else 0 end`;
  return q.insert(moveTable).select(sql`
    with m as materialized (select r.key as place, ${r("part")} as part, ${r("location")} as location, ${r("kind")} as kind,
        ${r("quantity")} as quantity, ${r("value")} as given, ${r("serials")} as serials, ${average} as average,
        coalesce(l.on_hand_milli, 0) as on_hand, coalesce(l.value_cents, 0) as value
      from json_each(${rows}) r
      left join stock_levels l on l.tenant_id = ${tenantId} and l.part_id = ${r("part")} and l.location_id = ${r("location")}
      left join stock_levels a on a.tenant_id = ${tenantId} and a.part_id = ${r("part")} and a.location_id = ${r("averageOf")}
      where ${r("quantity")} <> 0),
    w as materialized (select m.*, case when quantity < 0 then -average else coalesce(given, average) end as worth from m)
    select ${tenantId}, ${lastIdOf(tenantId, MOVE)} - ${n} + 1 + place, ${shared("movementId", movement)}, part, location, kind, quantity, worth,
      ${revalued}, ${shared("jobId", movement)}, ${shared("referenceType", movement)}, ${shared("referenceId", movement)}, serials,
      ${shared("notes", movement)}, ${shared("createdBy", movement)}, ${shared("createdAt", movement)}
    from w order by place`);
});

/** The levels after the moves, which are the `n` last ones. */
export const changeLevels = prepared((tenantId: Text, n: Slot<number>, rows: Text) =>
  q
    .insert(levelTable)
    .select(sql`
      select ${tenantId}, ${r("part")}, ${r("location")}, ${r("quantity")}, ${r("reserved")}, ${r("onOrder")},
        coalesce(m.value_cents + m.revalued_cents, 0)
      from json_each(${rows}) r
      left join stock_moves m on m.tenant_id = ${tenantId} and ${r("quantity")} <> 0
        and m.id = ${lastIdOf(tenantId, MOVE)} - ${n} + 1 + r.key
      where true`)
    .onConflictDoUpdate({
      target: [levelTable.tenantId, levelTable.partId, levelTable.locationId],
      set: {
        onHandMilli: sql`${levelTable.onHandMilli} + excluded.on_hand_milli`,
        reservedMilli: sql`${levelTable.reservedMilli} + excluded.reserved_milli`,
        onOrderMilli: sql`${levelTable.onOrderMilli} + excluded.on_order_milli`,
        valueCents: sql`${levelTable.valueCents} + excluded.value_cents`,
      },
    }),
);

/**
 * The parts' totals, and whether they are low. The condition on their ids lets SQLite read these parts and no others; the limit has it make a list
 * of the changes first, in place of reading the JSON again for each part.
 */
export const changeTotals = prepared((tenantId: Text, totals: Text) =>
  q
    .update(partTable)
    .set({
      onHandMilli: sql`${partTable.onHandMilli} + c.on_hand`,
      reservedMilli: sql`${partTable.reservedMilli} + c.reserved`,
      onOrderMilli: sql`${partTable.onOrderMilli} + c.on_order`,
      isLow: sql`case when ${partTable.onHandMilli} + c.on_hand + ${partTable.onOrderMilli} + c.on_order
        - ${partTable.reservedMilli} - c.reserved >= ${partTable.minStock} then 0 else max(c.low, ${partTable.isLow}) end`,
    })
    .from(sql`(select ${d(0)} as id, ${d(1)} as on_hand, ${d(2)} as reserved, ${d(3)} as on_order, ${d(4)} as low
      from json_each(${totals}) d limit -1) c`)
    .where(
      and(
        eq(partTable.tenantId, tenantId),
        sql`${partTable.id} in (select ${d(0)} from json_each(${totals}) d)`,
        sql`${partTable.id} = c.id`,
      ),
    ),
);

/** Where each piece is then; hits no row when one of them is not where it must be. */
export const changeSerials = prepared((tenantId: Text, serials: Text, now: Text) =>
  q
    .insert(serialTable)
    .select(
      sql`select ${tenantId}, ${s(0)}, ${s(1)}, ${s(4)}, ${s(5)}, ${s(6)}, ${now} from json_each(${serials}) s
        where ${piecesAllow(tenantId, serials)}`,
    )
    .onConflictDoUpdate({
      target: [serialTable.tenantId, serialTable.partId, serialTable.serial],
      set: {
        status: sql`excluded.status`,
        locationId: sql`excluded.location_id`,
        jobId: sql`excluded.job_id`,
        movedAt: sql`excluded.moved_at`,
      },
    }),
);
