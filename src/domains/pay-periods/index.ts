export { earningsOf } from "./earning-repo.ts";
export { periodClosed } from "./events.ts";
export { type LineInput, linesFrom, pageOfLines } from "./line-repo.ts";
export { isFinal, type NamedStatement, statementsOf } from "./repo.ts";
export { statementOf, totalsOf } from "./rules.ts";
export type { PayLine, PayPeriod } from "./tables.ts";
export type { Statement } from "./terms.ts";
