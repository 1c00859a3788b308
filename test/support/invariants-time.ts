/** What must be true of the working time of a business at any moment (invariants.ts). */
export const timeRules = [
  {
    broken: "a timesheet and its lines of pay differ",
    sql: `select w.id what from timesheets w where w.tenant_id = ?1 and w.pay_cents <> (select coalesce(sum(l.amount_cents), 0)
      from time_pay_lines l where l.tenant_id = ?1 and l.technician_id = w.technician_id and l.week_starts_on = w.starts_on)`,
  },
  {
    broken: "the entries of a technician and their timesheets differ",
    sql: `select e.technician_id what from (select technician_id, sum(duration_minutes) minutes from time_entries
        where tenant_id = ?1 and clock_out is not null and voided = 0 group by technician_id) e
      left join (select technician_id, sum(regular_minutes + overtime_minutes + double_time_minutes) minutes from timesheets
        where tenant_id = ?1 group by technician_id) w on w.technician_id = e.technician_id where e.minutes <> coalesce(w.minutes, 0)`,
  },
  {
    broken: "two entries of a technician overlap",
    sql: `select a.id || ' and ' || b.id what from time_entries a join time_entries b on b.tenant_id = ?1 and b.technician_id = a.technician_id
      and b.id > a.id and b.clock_in < coalesce(a.clock_out, '9999') and coalesce(b.clock_out, '9999') > a.clock_in
      where a.tenant_id = ?1 and a.voided = 0 and b.voided = 0 and a.clock_in <> coalesce(a.clock_out, '') and b.clock_in <> coalesce(b.clock_out, '')`,
  },
];
