import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Job, NO_WAY, type Problem, type Solution, solve, type Technician } from "#/domains/routing/index.ts";
import { faultsOf } from "../support/routing-checker.ts";

// The solver of routes, as dispatchers meet it. Every solution here is read by a checker that knows nothing of the solver.

const MINUTE = 60;
const at = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return (hours * 60 + minutes) * MINUTE;
};
const between = (from: string, to: string) => ({ from: at(from), to: at(to) });

/** Places on a line, this many minutes from the first. */
const onLine = (...minutes: number[]) => {
  const ways = minutes.flatMap((a) => minutes.map((b) => Math.abs(a - b) * MINUTE));
  return { size: minutes.length, time: Int32Array.from(ways), distance: Int32Array.from(ways, (time) => time * 10) };
};
const technician = (over: Partial<Technician> = {}): Technician => ({
  id: 1,
  start: 0,
  end: 0,
  shift: between("08:00", "16:00"),
  ...over,
});
const job = (id: number, over: Partial<Job> = {}): Job => ({
  id,
  place: 0,
  windows: [],
  service: 30 * MINUTE,
  prize: 1_000_000,
  ...over,
});

/** Solves, and fails when the checker finds a fault. */
function solved(problem: Problem, seed = 1): Solution {
  const solution = solve(problem, { effort: "quick", seed });
  expect(faultsOf(problem, solution)).toEqual([]);
  return solution;
}
const stopsOf = ({ routes }: Solution) => routes.map(({ stops }) => stops.map((stop) => stop.job));
const presentOf = ({ routes }: Solution) =>
  routes.map((route) => ({ technician: route.technician, jobs: route.stops.map((stop) => stop.job) }));

describe("jobs in their windows", () => {
  it("B43: two jobs that can only begin at the same time are one visit and one left out, never two late arrivals", () => {
    const windows = [between("10:10", "10:20")];
    const { after, unassigned } = solved({
      technicians: [technician()],
      jobs: [job(1, { windows }), job(2, { windows })],
      travel: onLine(0),
    });
    expect(after).toMatchObject({ assigned: 1, late: 0 });
    expect(unassigned).toEqual([{ job: expect.any(Number), reason: "time_window" }]);
  });

  it.each([0, 3])(
    "B44: work takes time even if nobody drives: the third job of 45 minutes at one address is left out, with %i minutes at each stop",
    (overhead) => {
      const jobs = [1, 2, 3].map((id) =>
        job(id, { windows: [between("09:00", "10:00")], service: (45 + overhead) * MINUTE }),
      );
      const { routes, unassigned, after } = solved({
        technicians: [technician({ shift: between("09:00", "12:00") })],
        jobs,
        travel: onLine(0),
      });
      expect(routes[0]?.stops.map(({ arrival }) => arrival)).toEqual([at("09:00"), at("09:45") + overhead * MINUTE]);
      expect(unassigned).toEqual([{ job: expect.any(Number), reason: "time_window" }]);
      expect(after).toMatchObject({ time: 0, distance: 0 });
    },
  );

  it("B45: lunch waits for a tight job and still lies in its own window", () => {
    const { routes, unassigned } = solved({
      technicians: [technician({ lunch: { ...between("11:20", "14:00"), length: 30 * MINUTE } })],
      jobs: [job(1, { place: 1, windows: [between("11:05", "11:20")], service: 0 })],
      travel: onLine(0, 30),
    });
    expect(unassigned).toEqual([]);
    const [route] = routes;
    expect(route?.lunch?.from).toBeGreaterThanOrEqual(route?.stops[0]?.end ?? Number.NaN);
    expect(route?.lunch?.from).toBeGreaterThanOrEqual(at("11:20"));
    expect(route?.lunch?.to).toBeLessThanOrEqual(at("14:00"));
  });

  it("a job with a morning and an evening window is done in the one that fits", () => {
    const { routes } = solved({
      technicians: [technician({ shift: between("12:00", "18:00") })],
      jobs: [job(1, { windows: [between("08:00", "09:00"), between("16:00", "17:00")] })],
      travel: onLine(0),
    });
    expect(routes[0]).toMatchObject({ departure: at("16:00"), stops: [{ start: at("16:00"), end: at("16:30") }] });
  });

  it("lunch is eaten between two jobs, not during them", () => {
    const { routes } = solved({
      technicians: [
        technician({ shift: between("11:00", "14:30"), lunch: { ...between("12:00", "13:00"), length: 30 * MINUTE } }),
      ],
      jobs: [job(1, { service: 90 * MINUTE }), job(2, { service: 90 * MINUTE })],
      travel: onLine(0),
    });
    expect(routes[0]?.lunch).toEqual(between("12:30", "13:00"));
  });

  it("a technician with two hours off works and drives before and after them, never during them, and goes on from where they are", () => {
    const { routes, unassigned } = solved({
      technicians: [technician({ away: [between("10:00", "12:00")] })],
      jobs: [
        job(1, { place: 1, service: 60 * MINUTE, windows: [between("08:00", "09:30")] }),
        job(2, { place: 2, service: 60 * MINUTE, windows: [between("09:30", "11:30"), between("12:00", "15:00")] }),
        job(3, { place: 1, windows: [between("10:00", "11:59")] }),
      ],
      travel: onLine(0, 30, 60),
    });
    // from the first job the way of 30 minutes leads to the second one before or after the time off, not through it
    expect(routes[0]?.stops).toMatchObject([
      { job: 1, start: at("08:30") },
      { job: 2, start: at("12:00") },
    ]);
    expect(unassigned).toEqual([{ job: 3, reason: "time_window" }]);
  });

  it("a way that time off would break waits for its end", () => {
    const { routes } = solved({
      technicians: [technician({ away: [between("08:20", "09:00")] })],
      jobs: [job(1, { place: 1, service: 60 * MINUTE })],
      travel: onLine(0, 30),
    });
    expect(routes[0]).toMatchObject({ departure: at("09:00"), stops: [{ arrival: at("09:30") }] });
  });

  it("travel within one place takes no time, whatever the matrix has on its diagonal", () => {
    const travel = { size: 1, time: Int32Array.of(999), distance: Int32Array.of(999) };
    const { after } = solved({ technicians: [technician()], jobs: [job(1), job(2)], travel });
    expect(after).toMatchObject({ cost: 0, time: 0, distance: 0, assigned: 2 });
  });
});

describe("who does what", () => {
  it("a job goes to the technician with its skill, even if another is nearer", () => {
    const technicians = [technician(), technician({ id: 2, start: 1, end: 1, skills: ["gas"] })];
    const solution = solved({ technicians, jobs: [job(1, { skills: ["gas"] })], travel: onLine(0, 60) });
    expect(stopsOf(solution)).toEqual([[], [1]]);
  });

  it("when the day is too short for all, the jobs with the greatest prizes are done", () => {
    const jobs = [5, 1, 4, 2, 3].map((prize) => job(prize, { prize: prize * 1000, service: 120 * MINUTE }));
    const { unassigned } = solved({ technicians: [technician()], jobs, travel: onLine(0) });
    expect(unassigned).toEqual([{ job: 1, reason: "no_time_left" }]);
  });

  it("overtime is worked when the job is worth more than it, and never beyond its limit", () => {
    const overtime = { max: 60 * MINUTE, price: 2 };
    const day = (prize: number, service: number) =>
      solved({ technicians: [technician({ overtime })], jobs: [job(1, { prize, service })], travel: onLine(0) });
    expect(day(10_000, at("08:30"))).toMatchObject({ after: { assigned: 1, overtime: 30 * MINUTE, cost: 3600 } });
    expect(day(3000, at("08:30")).unassigned).toEqual([{ job: 1, reason: "not_worth_it" }]);
    expect(day(1_000_000, at("09:30")).unassigned).toEqual([{ job: 1, reason: "shift" }]);
  });

  it("the day may begin at the first job and end at the last one", () => {
    const { routes } = solved({
      technicians: [technician({ start: null, end: null })],
      jobs: [job(1, { place: 1 }), job(2, { place: 2 })],
      travel: onLine(0, 500, 510),
    });
    expect(routes[0]).toMatchObject({ time: 10 * MINUTE, arrival: at("09:10") });
  });

  it("one-way streets count: the cheaper direction is driven", () => {
    const [far, near] = [20 * MINUTE, 5 * MINUTE];
    const time = Int32Array.of(0, far, near, near, 0, far, far, near, 0);
    const jobs = [job(1, { place: 1 }), job(2, { place: 2 })];
    expect(stopsOf(solved({ technicians: [technician()], jobs, travel: { size: 3, time, distance: time } }))).toEqual([
      [2, 1],
    ]);
  });

  it("nobody goes where no way leads", () => {
    const travel = { size: 2, time: Int32Array.of(0, NO_WAY, NO_WAY, 0), distance: Int32Array.of(0, 0, 0, 0) };
    const { unassigned } = solved({ technicians: [technician()], jobs: [job(1, { place: 1 })], travel });
    expect(unassigned).toEqual([{ job: 1, reason: "shift" }]);
  });
});

describe("a job that is left out says why", () => {
  const reasonFor = (jobs: Job[], over: Partial<Technician> = {}) =>
    solved({ technicians: [technician(over)], jobs, travel: onLine(0, 60) }).unassigned;

  it.each<[string, Job[], Partial<Technician>]>([
    ["skill", [job(1, { skills: ["gas"] })], {}],
    ["capacity", [job(1, { load: 9 })], { capacity: 8 }],
    ["time_window", [job(1, { windows: [between("18:00", "19:00")] })], {}],
    ["shift", [job(1, { service: at("09:00") })], {}],
    ["not_worth_it", [job(1, { place: 1, prize: 60 })], {}],
    ["no_time_left", [job(1, { service: at("05:00"), prize: 10 }), job(2, { service: at("05:00") })], {}],
    ["capacity", [job(1, { load: 5, prize: 10 }), job(2, { load: 5 })], { capacity: 8 }],
  ])("%s", (reason, jobs, over) => expect(reasonFor(jobs, over)).toEqual([{ job: 1, reason }]));
});

describe("locked jobs", () => {
  it("stay with their technician, and those with a position open the day in its order", () => {
    const jobs = [
      job(1, { place: 1 }),
      job(2, { place: 0, locked: { technician: 2 } }),
      job(3, { place: 1, locked: { technician: 1, position: 2 } }),
      job(4, { place: 0, locked: { technician: 1, position: 1 } }),
    ];
    const technicians = [technician(), technician({ id: 2, start: 1, end: 1 })];
    const [first, second] = stopsOf(solved({ technicians, jobs, travel: onLine(0, 30) }));
    expect(first?.slice(0, 2)).toEqual([4, 3]);
    expect(second).toContain(2);
  });

  it("stay even when they are late, lack a skill or overrun the shift, and the lateness is told", () => {
    const locked = { technician: 1, position: 0 };
    const jobs = [
      job(1, { place: 1, windows: [between("07:00", "08:10")], skills: ["gas"], service: at("08:00"), locked }),
      job(2),
    ];
    const { routes, after, unassigned } = solved({ technicians: [technician()], jobs, travel: onLine(0, 30) });
    expect(routes[0]?.stops).toMatchObject([{ job: 1, start: at("08:30"), late: 20 * MINUTE }]);
    expect(after).toMatchObject({ late: 1, overtime: 60 * MINUTE });
    expect(unassigned).toMatchObject([{ job: 2 }]);
  });
});

describe("the present plan", () => {
  const technicians = [technician(), technician({ id: 2 })];
  const jobs = [1, 2, 3, 4].map((id) => job(id, { place: id }));
  const travel = onLine(0, 10, 20, -10, -20);

  it("is kept when nothing is better, and the totals before and after agree", () => {
    const present = presentOf(solved({ technicians, jobs, travel }));
    const again = solved({ technicians, jobs, travel, present });
    expect(again.changed).toEqual([]);
    expect(again.before).toEqual(again.after);
  });

  it("is left for a better one, and every job with another technician or another job before it is named", () => {
    const present = [{ technician: 1, jobs: [1, 3, 2, 4] }];
    const { before, after, changed } = solved({ technicians, jobs, travel, present });
    expect(before).toMatchObject({ assigned: 4, time: 120 * MINUTE });
    expect(after).toMatchObject({ assigned: 4, time: 80 * MINUTE });
    expect(changed.length).toBeGreaterThan(0);
  });

  it("does not change technicians who could as well stay", () => {
    const present = [
      { technician: 2, jobs: [1, 2] },
      { technician: 1, jobs: [4] },
    ];
    const { routes } = solved({
      technicians,
      jobs: jobs.map((one) => ({ ...one, service: at("02:30") })),
      travel,
      present,
    });
    expect(routes[1]?.stops.map((stop) => stop.job).toSorted()).toEqual([1, 2]);
  });

  it("with an unknown or a doubled job is refused", () => {
    const problem = (ids: number[]) => ({ technicians, jobs, travel, present: [{ technician: 1, jobs: ids }] });
    expect(() => solve(problem([9]), { effort: "quick", seed: 1 })).toThrow(/unknown job 9/);
    expect(() => solve(problem([1, 1]), { effort: "quick", seed: 1 })).toThrow(RangeError);
  });
});

it("a number that is not whole, a place outside the matrix or an unknown technician is refused with its job or technician", () => {
  const refusal =
    (jobs: Job[], technicians = [technician()]) =>
    () =>
      solve({ technicians, jobs, travel: onLine(0) }, { effort: "quick", seed: 1 });
  expect(refusal([job(7, { place: 1 })])).toThrow(/job 7 has a place outside the matrix/);
  expect(refusal([job(7, { service: 0.5 })])).toThrow(/time of job 7/);
  expect(refusal([job(7, { prize: Number.NaN })])).toThrow(/prize of job 7/);
  expect(refusal([job(7, { locked: { technician: 9 } })])).toThrow(/job 7 is locked to an unknown technician/);
  expect(refusal([job(7), job(7)])).toThrow(/an id occurs twice/);
  expect(refusal([], [technician({ away: [between("10:00", "12:00"), between("11:00", "13:00")] })])).toThrow(
    /times away of technician 1 are not in order/,
  );
  expect(refusal([], [technician({ start: 5 })])).toThrow(/technician 1 has a place outside the matrix/);
});

it("a day without jobs, and one without technicians, have a solution", () => {
  expect(solved({ technicians: [technician()], jobs: [], travel: onLine(0) }).routes[0]?.stops).toEqual([]);
  expect(solved({ technicians: [], jobs: [job(1)], travel: onLine(0) }).unassigned).toEqual([
    { job: 1, reason: "skill" },
  ]);
});

describe("over random days with everything in them", () => {
  // In a process of its own: Vitest reaches every import through a getter, which makes the solver 30 times slower.
  const { stdout, stderr, status } = spawnSync(
    "node",
    ["--disable-warning=ExperimentalWarning", "test/support/routing-days.ts"],
    {
      encoding: "utf8",
    },
  );
  const found = () => {
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown[]>;
  };

  it("every solution keeps all rules", () => expect(found().faults).toEqual([]));
  it("the same day with the same seed has the same solution", () => expect(found().different).toEqual([]));
  it("a second run from a solution changes nothing", () => expect(found().unstable).toEqual([]));
  it("no solution is worse than the plan it began with", () => expect(found().worse).toEqual([]));
  it("locked jobs stay with their technician, even in a plan made by hand that keeps no rule", () =>
    expect(found().moved).toEqual([]));
});
