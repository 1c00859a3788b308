/** What must be true of the purchase orders of a business at any moment (invariants.ts). */
export const orderRules = [
  {
    broken: "what is on order of a part is not what its open orders still owe",
    sql: `select p.id what from parts p where p.tenant_id = ?1 and p.on_order_milli <> (
      select coalesce(sum(max(0, (i.value ->> 'quantityMilli') - (i.value ->> 'cancelledMilli') - (i.value ->> 'receivedMilli'))
        * (i.value ->> 'packMilli') / 1000), 0)
      from purchase_order_parts x join purchase_orders o on o.tenant_id = ?1 and o.id = x.order_id and o.job_id is null
        and o.status in ('submitted', 'approved', 'sent', 'partially_received')
      join json_each(o.items) i on (i.value ->> 'partId') = p.id
      where x.tenant_id = ?1 and x.part_id = p.id)`,
  },
  {
    broken: "what a receipt brought is not what moved into stock by it",
    sql: `select r.id what from purchase_order_receipts r where r.tenant_id = ?1 and (r.total_cents - r.job_cents <> (
        select coalesce(sum(value_cents), 0) from stock_moves m where m.tenant_id = ?1
          and m.reference_type = 'purchase_order_receipt' and m.reference_id = cast(r.id as text))
      or r.total_cents <> r.goods_cents + r.landed_cents)`,
  },
  {
    broken: "what an order received is not the sum of its receipts",
    sql: `select o.id what from purchase_orders o where o.tenant_id = ?1 and (o.received_cents, o.landed_cents, o.variance_cents) <> (
      select coalesce(sum(goods_cents), 0), coalesce(sum(landed_cents), 0), coalesce(sum(variance_cents), 0)
      from purchase_order_receipts r where r.tenant_id = ?1 and r.order_id = o.id)`,
  },
  {
    broken: "a supplier has more than one draft of reorders",
    sql: `select supplier_id what from purchase_orders where tenant_id = ?1 and is_auto = 1 and status = 'draft'
      group by supplier_id having count(*) > 1`,
  },
];
