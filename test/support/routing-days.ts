import { isDeepStrictEqual } from "node:util";
import { type Problem, type Solution, solve } from "#/domains/routing/index.ts";
import { faultsOf } from "./routing-checker.ts";
import { planByHand, randomDay } from "./routing-problems.ts";

// Solves random days and prints what is wrong, as JSON. For test/flows/routing.test.ts.

const DAYS = 60;
const found: Record<"faults" | "different" | "unstable" | "worse" | "moved", string[]> = {
  faults: [],
  different: [],
  unstable: [],
  worse: [],
  moved: [],
};

const presentOf = ({ routes }: Solution) =>
  routes.map(({ technician, stops }) => ({ technician, jobs: stops.map(({ job }) => job) }));

for (let day = 0; day < DAYS; day++) {
  const problem = randomDay(day);
  const solved = (present: Problem["present"], seed: number) => {
    const solution = solve({ ...problem, ...(present && { present }) }, { effort: "quick", seed });
    found.faults.push(...faultsOf(problem, solution).map((fault) => `day ${day}: ${fault}`));
    for (const { id, locked } of problem.jobs) {
      const route = solution.routes.find(({ technician }) => technician === locked?.technician);
      if (locked && !route?.stops.some(({ job }) => job === id)) found.moved.push(`day ${day}: job ${id}`);
    }
    return solution;
  };
  const stable = (solution: Solution) => {
    const again = solved(presentOf(solution), day);
    if (again.changed.length > 0 || again.after.cost !== solution.after.cost) found.unstable.push(`day ${day}`);
  };

  const solution = solved(undefined, day);
  if (!isDeepStrictEqual(solved(undefined, day), solution)) found.different.push(`day ${day}`);
  stable(solution);

  // a plan of another seed, in part: it keeps all rules
  const partly = presentOf(solved(undefined, day + 1)).map(({ technician, jobs }) => ({
    technician,
    jobs: jobs.filter((id, k) => (k + day) % 3 > 0 || problem.jobs.some((job) => job.id === id && job.locked)),
  }));
  const better = solved(partly, day);
  if (better.before.late === 0 && better.after.cost > better.before.cost + 1e-6)
    found.worse.push(`day ${day}: ${better.before.cost} became ${better.after.cost}`);
  stable(better);

  stable(solved(planByHand(problem, day), day));
}
console.log(JSON.stringify(found));
