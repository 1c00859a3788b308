import { expect, it } from "vitest";
import { EVERYTHING, filtered, sightOf, subjectOf } from "./board-filter.ts";

const of = (technicianIds: number[], zoneId: number | null = null, isOwn = false) => ({ technicianIds, zoneId, isOwn });
const job = (technician_id: number | null, zone_id: number | null = null, crew: number[] = []) => ({
  ...{ technician_id, zone_id, crew },
});

it("who has asked for nothing in particular sees everything", () => {
  for (const subject of [null, subjectOf(job(3, 5)), { technicianIds: [3], previousId: null, zoneId: undefined }])
    expect(sightOf(EVERYTHING, subject)).toBe("all");
});

it("who has asked for technicians sees their jobs, those where they help, and those that leave them", () => {
  const filter = of([3, 4]);
  expect(sightOf(filter, subjectOf(job(3)))).toBe("all");
  expect(sightOf(filter, subjectOf(job(9)))).toBe("nothing");
  expect(sightOf(filter, subjectOf(job(null)))).toBe("nothing");
  expect(sightOf(filter, subjectOf(job(9, null, [4])))).toBe("all");
  expect(sightOf(filter, subjectOf(job(9), 3))).toBe("all");
});

it("a technician hears only that a job was taken from them", () => {
  expect(sightOf(of([3], null, true), subjectOf(job(9), 3))).toBe("taken");
  expect(sightOf(of([3], null, true), subjectOf(job(3), 9))).toBe("all");
});

it("who has asked for a zone sees its jobs, and where all technicians are", () => {
  expect(sightOf(of([], 5), subjectOf(job(3, 5)))).toBe("all");
  expect(sightOf(of([], 5), subjectOf(job(3, 6)))).toBe("nothing");
  expect(sightOf(of([], 5), subjectOf(job(3)))).toBe("nothing");
  expect(sightOf(of([], 5), { technicianIds: [3], previousId: null, zoneId: undefined })).toBe("all");
  expect(sightOf(of([3], 5), subjectOf(job(4, 5))), "both").toBe("nothing");
});

const numbered = <J>(id: number, of: J) => ({ id, ...of });

it("a filtered board holds the jobs and technicians that were asked for", () => {
  const board = {
    date: "2026-03-28",
    jobs: [numbered(1, job(3)), numbered(2, job(4))],
    backlog: [numbered(3, job(null)), numbered(4, job(3, 5))],
    technicians: [{ id: 3 }, { id: 4 }],
    service_levels: [{ job_id: 2 }, { job_id: 4 }],
  };
  expect(filtered(board, of([3]))).toEqual({
    date: "2026-03-28",
    jobs: [numbered(1, job(3))],
    backlog: [numbered(4, job(3, 5))],
    technicians: [{ id: 3 }],
    service_levels: [{ job_id: 4 }],
  });
  expect(filtered(board, of([], 5))).toEqual({
    ...{ ...board, jobs: [], backlog: [numbered(4, job(3, 5))] },
    service_levels: [{ job_id: 4 }],
  });
  expect(filtered(board, EVERYTHING)).toBe(board);
});
