import type { Bound, Sqlite } from "./sqlite-d1.ts";

// The proof that the oracle can fail: a port that takes one mechanism away behind the code's back. Each must be found within some seeds.

export const sabotages = {
  "keys are not kept": (statements) => statements.map(without(/^insert into "idempotency_keys"/)),
  "guards do not fire": (statements) => statements.map(without(/^insert into "must"/)),
  "events are not kept": (statements) => statements.map(without(/^insert into "outbox" /)),
  "entries are not kept": (statements) => statements.map(without(/^insert into "commission_entries"/)),
  "claims are not kept": (statements, run) => {
    const isClaim = statements.some(({ sql }) => /^\s*update "webhook_deliveries".*returning/is.test(sql));
    return isClaim ? run(statements, { isKept: false }) : statements;
  },
  "fees are not kept": (statements) => statements.map(without(/^insert into "referral_fees"/)),
  "offers are not closed": (statements) =>
    statements.map(without(/^update "referral_offers" set "status" = \?(?!.*returning)/)),
  "the cron does not ring": (statements) => statements,
} satisfies Record<string, Sabotage>;
export type SabotageName = keyof typeof sabotages;

type Run = (statements: readonly Bound[], how: { isKept: boolean }) => D1Result[];
/** What is run in place of a batch, or the answer to it. */
type Sabotage = (statements: readonly Bound[], run: Run) => readonly Bound[] | D1Result[];

const nothing: Bound = { sql: "select 1 where 0", params: [] };
const without =
  (pattern: RegExp) =>
  (statement: Bound): Bound =>
    pattern.test(statement.sql) ? nothing : statement;

const isAnswer = (made: readonly Bound[] | D1Result[]): made is D1Result[] => made.some((one) => "results" in one);

/** The database as the sabotage lets it be. */
export function sabotaged(sqlite: Sqlite, name: SabotageName | undefined): Sqlite["run"] {
  const { run } = sqlite;
  if (!name) return run;
  const sabotage: Sabotage = sabotages[name];
  return (statements) => {
    const made = sabotage(statements, run);
    return isAnswer(made) ? made : run(made);
  };
}
