export { NEVER as NO_WAY } from "./arrays.ts";
export {
  type Effort,
  efforts,
  type Job,
  type Options,
  type Problem,
  type Reason,
  type Route,
  type Solution,
  type Span,
  type Stop,
  type Stops,
  type Technician,
  type Totals,
  type Travel,
} from "./problem.ts";
export { concluded, type SearchSoFar, searchOn, slicesFor, solve } from "./solve.ts";
