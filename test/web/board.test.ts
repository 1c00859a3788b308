import { describe, expect, it } from "vitest";
import type { Json } from "../support/client.ts";

// The page is plain JavaScript without types; what it makes of the stream is pure and runs here too.
const web = (file: string): Promise<Json> =>
  import(/* @vite-ignore */ new URL(`../../src/web/board/${file}`, import.meta.url).href);
const { addBacklog, applyMessage, emptyBoard, layOut } = await web("state.js");
const { localDay } = await web("day.js");
const { project } = await web("map.js");

const MIKE = { id: 3, name: "Mike Johnson" };
const ANN = { id: 4, name: "Ann Lee" };
const job = (id: number, more = {}) => ({
  ...{ id, title: `Job ${id}`, status: "pending", priority: "normal", technician_id: null, completed_at: null },
  ...{ scheduled_start: "2026-03-28T13:00:00.000Z", scheduled_end: "2026-03-28T15:00:00.000Z" },
  ...more,
});
const untimed = { scheduled_start: null, scheduled_end: null };
const position = (technician_id: number, at: string, latitude = 27.9) => ({
  ...{ technician_id, latitude, longitude: -82.4, speed: null, heading: null },
  at: `2026-03-28T${at}:00.000Z`,
});
const snapshot = (jobs: Json[], backlog: Json[] = [], technicians: Json[] = [MIKE, ANN]) => ({
  type: "snapshot",
  data: {
    ...{ date: "2026-03-28", timezone: "America/New_York", seq: 7, jobs, backlog },
    ...{ backlog_total: backlog.length, backlog_next_cursor: null },
    technicians: technicians.map((technician) => ({ position: null, ...technician })),
  },
});
const boardAfter = (...messages: Json[]) =>
  messages.reduce((board, message) => applyMessage(board, message).board, emptyBoard);
const idsIn = (jobs: Json[]) => jobs.map(({ id }) => id);
const columnOf = (board: Json, id: number) =>
  layOut(board).columns.find(({ technician }: Json) => technician.id === id);

describe("the board page", () => {
  it("shows each job once: with its technician, or among those that wait", () => {
    const board = boardAfter(
      snapshot(
        [job(1), job(2, { technician_id: 3, status: "dispatched" })],
        [job(5, untimed), job(6, { ...untimed, technician_id: 4 })],
      ),
    );
    const { waitingToday, waitingUntimed, columns } = layOut(board);
    expect([idsIn(waitingToday), idsIn(waitingUntimed)]).toEqual([[1], [5]]);
    expect(columns.map(({ technician, jobs }: Json) => [technician.name, idsIn(jobs)])).toEqual([
      ["Ann Lee", [6]],
      ["Mike Johnson", [2]],
    ]);
  });

  it("moves a job as its events come, through the technician's whole day", () => {
    const board = boardAfter(snapshot([job(1)]));
    const seen = ["dispatched", "en_route", "on_site", "in_progress", "completed"].reduce(
      ({ board: now, doing }: Json, status) => {
        const next = applyMessage(now, { type: "dispatch.x", data: job(1, { technician_id: 3, status }) }).board;
        return { board: next, doing: [...doing, columnOf(next, 3).doing] };
      },
      { board, doing: [] },
    );
    expect(seen.doing).toEqual(["assigned", "en_route", "on_site", "in_progress", "free"]);
    expect(layOut(seen.board).counts).toEqual({ jobs: 1, waiting: 0, underWay: 0, done: 1 });
  });

  it("takes over a new job of today, and leaves out one of tomorrow in the business' own zone", () => {
    const lateTonight = { scheduled_start: "2026-03-29T03:30:00.000Z", scheduled_end: "2026-03-29T04:30:00.000Z" };
    const tomorrow = { scheduled_start: "2026-03-29T04:00:00.000Z", scheduled_end: "2026-03-29T05:00:00.000Z" };
    const board = boardAfter(
      snapshot([]),
      { type: "dispatch.created", data: job(8, lateTonight) },
      { type: "dispatch.created", data: job(9, tomorrow) },
    );
    expect(idsIn(layOut(board).waitingToday)).toEqual([8]);
  });

  it("shows a job through the night, on the day before and the day after, and whatever is under way", () => {
    const night = { scheduled_start: "2026-03-28T02:00:00.000Z", scheduled_end: "2026-03-28T08:00:00.000Z" };
    const untilMidnight = { ...night, scheduled_end: "2026-03-28T04:00:00.000Z" };
    const overdue = { scheduled_start: "2026-03-20T13:00:00.000Z", scheduled_end: "2026-03-20T14:00:00.000Z" };
    const mine = { technician_id: 3, ...overdue };
    const board = boardAfter(
      snapshot([]),
      { type: "dispatch.created", data: job(1, night) },
      { type: "dispatch.created", data: job(2, untilMidnight) },
      { type: "dispatch.created", data: job(3, overdue) },
      { type: "dispatch.status", data: job(4, { ...mine, status: "en_route" }) },
      {
        type: "dispatch.completed",
        data: job(5, { ...mine, status: "completed", completed_at: "2026-03-28T05:00:00.000Z" }),
      },
      {
        type: "dispatch.completed",
        data: job(6, { ...mine, status: "completed", completed_at: "2026-03-28T03:00:00.000Z" }),
      },
    );
    expect(idsIn(layOut(board).waitingToday)).toEqual([1]);
    expect(idsIn(columnOf(board, 3).jobs)).toEqual([4, 5]);
    const dayBefore = boardAfter(
      { ...snapshot([]), data: { ...snapshot([]).data, date: "2026-03-27" } },
      ...[1, 2].map((id) => ({ type: "dispatch.created", data: job(id, id === 1 ? night : untilMidnight) })),
    );
    expect(idsIn(layOut(dayBefore).waitingToday)).toEqual([1, 2]);
  });

  it("keeps a job without a time for the rest of the day on which it was finished", () => {
    const done = { ...untimed, technician_id: 3, status: "completed" };
    const board = boardAfter(
      snapshot([], [job(1, untimed), job(2, untimed)]),
      { type: "dispatch.completed", data: job(1, { ...done, completed_at: "2026-03-28T20:00:00.000Z" }) },
      { type: "dispatch.completed", data: job(2, { ...done, completed_at: "2026-03-27T20:00:00.000Z" }) },
    );
    expect(idsIn(columnOf(board, 3).jobs)).toEqual([1]);
  });

  it("shows the newest position, whatever order they come in", () => {
    const withPosition = { ...MIKE, position: position(3, "12:00", 1) };
    const board = boardAfter(
      snapshot([], [], [withPosition, ANN]),
      { type: "technician.location", data: position(3, "12:02", 3) },
      { type: "technician.location", data: position(3, "12:01", 2) },
    );
    expect(columnOf(board, 3).position.latitude).toBe(3);
    expect(columnOf(board, 4).position).toBeNull();
  });

  it("adds the rest of a large backlog page by page, without going back behind what it has heard", () => {
    const first = snapshot([], [job(1, untimed)]);
    Object.assign(first.data, { backlog_total: 4, backlog_next_cursor: "one" });
    const heard = job(3, { ...untimed, technician_id: 3, status: "dispatched", version: 2 });
    const board = boardAfter(first, { type: "dispatch.assigned", data: heard });
    expect(board.rest).toEqual({ n: 3, cursor: "one" });
    const old = { ...untimed, version: 1 };
    const page = (cursor: string | null, ...ids: number[]) => ({
      items: ids.map((id) => job(id, old)),
      next_cursor: cursor,
    });
    const more = addBacklog(board, page("two", 2, 3));
    expect(more.rest).toEqual({ n: 1, cursor: "two" });
    expect(idsIn(layOut(more).waitingUntimed)).toEqual([1, 2]);
    expect(idsIn(columnOf(more, 3).jobs)).toEqual([3]);
    const all = addBacklog(more, page(null, 4));
    expect(all.rest).toEqual({ n: 0, cursor: null });
    expect(idsIn(layOut(all).waitingUntimed)).toEqual([1, 2, 4]);
  });

  it("asks for the board again when it hears of a technician that it does not know", () => {
    const board = boardAfter(snapshot([]));
    expect(applyMessage(board, { type: "dispatch.assigned", data: job(1, { technician_id: 99 }) }).stale).toBe(true);
    expect(applyMessage(board, { type: "technician.location", data: position(99, "12:00") }).stale).toBe(true);
    expect(applyMessage(board, { type: "dispatch.created", data: job(1) }).stale).toBe(false);
  });

  it("knows the day in the business' zone, not in the reader's", () => {
    expect(localDay("2026-03-29T03:59:59.000Z", "America/New_York")).toBe("2026-03-28");
    expect(localDay("2026-03-29T04:00:00.000Z", "America/New_York")).toBe("2026-03-29");
  });

  it("draws positions to scale, north up, however close or far apart they are", () => {
    const town = project([
      { latitude: 27.9, longitude: -82.5 },
      { latitude: 28.0, longitude: -82.4 },
    ]);
    const [southWest, northEast] = town.points;
    expect(northEast.x).toBeGreaterThan(southWest.x);
    expect(northEast.y).toBeLessThan(southWest.y);
    const km = Math.hypot(northEast.x - southWest.x, northEast.y - southWest.y) / town.scale;
    expect(km).toBeCloseTo(14.84, 1); // great-circle distance of the two
    const oneSpot = project([{ latitude: 27.9, longitude: -82.5 }]);
    expect(oneSpot.points).toEqual([{ x: 160, y: 110 }]);
  });
});
