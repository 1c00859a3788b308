/** What must be true of the stock of a business at any moment (invariants.ts). */
export const inventoryRules = [
  {
    broken: "the stock at a location is not the sum of its moves, or its value not that of theirs",
    sql: `select coalesce(l.part_id, m.part_id) || ' at ' || coalesce(l.location_id, m.location_id) what
      from (select * from stock_levels where tenant_id = ?1) l full join (select part_id, location_id, sum(quantity_milli) milli,
        sum(value_cents + revalued_cents) cents from stock_moves where tenant_id = ?1 group by part_id, location_id) m
      on m.part_id = l.part_id and m.location_id = l.location_id
      where coalesce(l.on_hand_milli, 0) <> coalesce(m.milli, 0) or coalesce(l.value_cents, 0) <> coalesce(m.cents, 0)`,
  },
  {
    broken: "the totals of a part are not the sums of its locations",
    sql: `select p.id what from parts p left join (select part_id, sum(on_hand_milli) h, sum(reserved_milli) r, sum(on_order_milli) o
        from stock_levels where tenant_id = ?1 group by part_id) l on l.part_id = p.id
      where p.tenant_id = ?1 and (p.on_hand_milli <> coalesce(l.h, 0) or p.reserved_milli <> coalesce(l.r, 0)
        or p.on_order_milli <> coalesce(l.o, 0))`,
  },
  {
    broken: "what is reserved at a location is not the sum of its open reservations",
    sql: `select l.part_id || ' at ' || l.location_id what from stock_levels l where l.tenant_id = ?1 and l.reserved_milli <>
      (select coalesce(sum(quantity_milli), 0) from stock_reservations r where r.tenant_id = ?1 and r.part_id = l.part_id
        and r.location_id = l.location_id and r.status = 'open')`,
  },
  {
    broken: "a part is low and not marked so, or marked so and not low",
    sql: `select id what from parts where tenant_id = ?1 and is_low <> (on_hand_milli + on_order_milli - reserved_milli < min_stock)`,
  },
  {
    broken: "without stock there is value, or stock and value have different signs",
    sql: `select part_id || ' at ' || location_id what from stock_levels where tenant_id = ?1
      and (on_hand_milli = 0 and value_cents <> 0 or on_hand_milli > 0 and value_cents < 0 or on_hand_milli < 0 and value_cents > 0)`,
  },
  {
    broken: "the pieces in stock at a location are not as many as its stock",
    sql: `select p.id what from parts p where p.tenant_id = ?1 and p.tracks_serials = 1 and exists (select 1 from stock_levels l
      where l.tenant_id = ?1 and l.part_id = p.id and l.on_hand_milli <> 1000 * (select count(*) from stock_serials s
        where s.tenant_id = ?1 and s.part_id = p.id and s.status = 'in_stock' and s.location_id = l.location_id))`,
  },
];
