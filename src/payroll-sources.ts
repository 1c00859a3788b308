import type { PayrollSource } from "./db/tenant/payroll-source.ts";

// Apart from domains.ts, which leads to every domain: pay periods read this list, and come before those in it.

/** The modules that put lines on the statements of pay periods beside sales and adjustments, in the order of the lines. */
const modules: readonly (() => Promise<{ payroll: PayrollSource }>)[] = [
  () => import("./domains/time-tracking/payroll-repo.ts"), // lines 3/...
  () => import("./domains/expenses/payroll-repo.ts"), // lines 4/...
];

let loaded: Promise<readonly PayrollSource[]> | undefined;

/** Every source of payroll lines; loaded once per isolate. */
export function payrollSources(): Promise<readonly PayrollSource[]> {
  loaded ??= Promise.all(modules.map(async (load) => (await load()).payroll));
  return loaded;
}
