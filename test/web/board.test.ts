import { describe, expect, it } from "vitest";
import type { Json } from "../support/client.ts";

// The page is plain JavaScript without types; what it makes of the stream is pure and runs here too.
const web = (file: string): Promise<Json> =>
  import(/* @vite-ignore */ new URL(`../../src/web/board/${file}`, import.meta.url).href);
const { addBacklog, applyMessage, emptyBoard, layOut } = await web("state.js");
const { axisOf, dayBounds, fromField, hourName, isDate, localDay, plusDays, toField } = await web("day.js");
const { packLane, placedAt, stepsTo } = await web("lanes.js");
const { fitsFilter } = await web("filters.js");
const { actionsFor } = await web("job-actions.js");
const { pointsIn, tilesIn, viewOf } = await web("projection.js");
const { messagesIn } = await web("transport.js");

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

  it("shows which promises are in danger, until they are kept or the job begins again", () => {
    const level = (job_id: number, kind: string, state: string) => ({
      ...{ job_id, kind, state, due_at: "2026-03-28T14:30:00.000Z", response_met_at: "on_site" },
    });
    const told = (...of: [number, string, string]) => ({ type: "job.service_level", data: level(...of) });
    const changed = (id: number, more: Json) => ({ type: "dispatch.updated", data: job(id, { version: 2, ...more }) });
    const seen = (board: Json, id = 1) =>
      (layOut(board).waitingToday.find((one: Json) => one.id === id)?.levels ?? []).map(
        ({ kind, state }: Json) => `${kind} ${state}`,
      );
    const start = snapshot([job(1), job(2)]);
    Object.assign(start.data, { service_levels: [level(1, "response", "warning")] });
    const board = boardAfter(start, told(1, "resolution", "warning"), told(2, "response", "violated"));
    expect([seen(board), seen(board, 2)]).toEqual([["response warning", "resolution warning"], ["response violated"]]);
    expect(layOut(board).waitingToday[1].levels[0].due_at).toBe("2026-03-28T14:30:00.000Z");

    const boardThen = (...messages: Json[]) =>
      messages.reduce((now, message) => applyMessage(now, message).board, board);
    expect(seen(boardThen(changed(1, { status: "on_site" }))), "the server tells what a change means").toHaveLength(2);
    expect(seen(boardThen(told(2, "response", "withdrawn")), 2)).toEqual([]);
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
    expect(layOut(seen.board).counts).toEqual({ jobs: 1, waiting: 0, late: 0, underWay: 0, done: 1 });
  });

  it("says which jobs are late: their window is over, or their time has come, and nobody is there", () => {
    const at = (time: string) => Date.parse(`2026-03-28T${time}:00.000Z`);
    const window = { arrival_window_start: "2026-03-28T13:00:00.000Z", arrival_window_end: "2026-03-28T15:00:00.000Z" };
    const mine = { technician_id: 3, status: "en_route" };
    const board = boardAfter(
      snapshot([job(1, mine), job(2, { ...mine, ...window }), job(3, { technician_id: 3, status: "on_site" }), job(4)]),
    );
    const late = (now: number) => {
      const { columns, waitingToday, counts } = layOut(board, { now });
      const all = [...columns.flatMap(({ jobs }: Json) => jobs), ...waitingToday];
      return [idsIn(all.filter(({ isLate }: Json) => isLate)), counts.late];
    };
    expect(late(at("13:05"))).toEqual([[], 0]);
    expect(late(at("13:11"))).toEqual([[1, 4], 2]);
    expect(late(at("15:01"))).toEqual([[1, 2, 4], 3]);
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

  it("shows what is under way today on no other day", () => {
    const tomorrow = snapshot([]);
    Object.assign(tomorrow.data, { date: "2026-03-29", now: "2026-03-28T15:00:00.000Z" });
    const driving = job(4, { technician_id: 3, status: "en_route" });
    const board = boardAfter(tomorrow, { type: "dispatch.status", data: driving });
    expect([board.today, idsIn(columnOf(board, 3).jobs)]).toEqual(["2026-03-28", []]);
  });

  it("reads several messages of one frame, one a line", () => {
    expect(messagesIn('{"type":"heartbeat"}')).toEqual([{ type: "heartbeat" }]);
    expect(messagesIn('{"type":"a","seq":1}\n{"type":"b","seq":2}\n').map(({ seq }: Json) => seq)).toEqual([1, 2]);
    expect(messagesIn("pong")).toEqual([{ type: "pong" }]);
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
    const places = [
      { latitude: 27.9, longitude: -82.5 },
      { latitude: 28.0, longitude: -82.4 },
    ];
    const town = viewOf(places);
    const [southWest, northEast] = pointsIn(town, places);
    expect(northEast.x).toBeGreaterThan(southWest.x);
    expect(northEast.y).toBeLessThan(southWest.y);
    const km = Math.hypot(northEast.x - southWest.x, northEast.y - southWest.y) / town.scale;
    expect(km).toBeCloseTo(14.84, 1); // great-circle distance of the two
    const oneSpot = places.slice(0, 1);
    const [middle] = pointsIn(viewOf(oneSpot), oneSpot);
    expect([middle.x, middle.y]).toEqual([160, 110]);
  });

  it("keeps the map still while it shows everybody, and follows who leaves it", () => {
    const at = (longitude: number) => [
      { latitude: 27.9, longitude: -82.5 },
      { latitude: 28.0, longitude },
    ];
    const first = viewOf(at(-82.4));
    expect(viewOf(at(-82.41), first)).toBe(first);
    expect(viewOf(at(-82.2), first)).not.toBe(first);
    expect(viewOf(at(-82.49).slice(0, 1), first)).not.toBe(first);
  });

  it("lays tiles below the map where the same places are", () => {
    const place = { latitude: 27.9506, longitude: -82.4572 }; // in the tile 14/4439/6866 of every map of this kind
    const view = viewOf([place]);
    const tiles = tilesIn(view, "https://tiles.test/{z}/{x}/{y}.png");
    const [{ x, y }] = pointsIn(view, [place]);
    const [below] = tiles.filter((t: Json) => t.x <= x && x < t.x + t.size && t.y <= y && y < t.y + t.size);
    expect(below.href).toMatch(/^https:\/\/tiles\.test\/\d+\/\d+\/\d+\.png$/);
    const [zoom, column, row] = (below.key as string).split("/").map(Number) as [number, number, number];
    const deeper = 2 ** (14 - zoom);
    expect([Math.floor(4439 / deeper), Math.floor(6866 / deeper)]).toEqual([column, row]);
    // all of the map is covered, by few
    expect(tiles.length).toBeLessThanOrEqual(12);
    for (const corner of [0, 1]) {
      const [cx, cy] = [corner * 319, corner * 219];
      expect(tiles.some((t: Json) => t.x <= cx && cx < t.x + t.size && t.y <= cy && cy < t.y + t.size)).toBe(true);
    }
  });

  it("keeps what the server has answered when an older event comes after it", () => {
    const answer = job(1, { technician_id: 3, status: "dispatched", version: 3 });
    const event = job(1, { technician_id: 4, status: "dispatched", version: 2 });
    const board = boardAfter(snapshot([]), { type: "dispatch.x", data: answer }, { type: "dispatch.x", data: event });
    expect([idsIn(columnOf(board, 3).jobs), idsIn(columnOf(board, 4).jobs)]).toEqual([[1], []]);
  });

  it("shows a job at once where it is asked to go, and since when its technician does what they do", () => {
    const board = boardAfter(snapshot([job(1)]), {
      type: "technician.status",
      data: { technician_id: 3, status: "on_site", job_id: 9, at: "2026-03-28T13:00:00.000Z" },
    });
    const asked = { ...board, pending: new Map([[1, { technician_id: 3, pending: "asked" }]]) };
    expect(idsIn(columnOf(asked, 3).jobs)).toEqual([1]);
    expect(columnOf(board, 3).since).toBe("2026-03-28T13:00:00.000Z");
  });
});

const ZONE = "America/New_York";
const HOUR = 3_600_000;
const HOURS = { from: Date.parse("2026-03-28T12:00:00Z"), to: Date.parse("2026-03-28T22:00:00Z") };

describe("the lanes of the board", () => {
  it.each([
    ["2026-03-07", 24],
    ["2026-03-08", 23],
    ["2026-11-01", 25],
  ])("know that %s has %i hours", (date, hours) => {
    const { start, end } = dayBounds(date, ZONE);
    expect((end - start) / HOUR).toBe(hours);
    expect([localDay(start, ZONE), localDay(start - 1, ZONE), localDay(end - 1, ZONE)]).toEqual([
      date,
      expect.not.stringContaining(date),
      date,
    ]);
  });

  it("show 7 to 19, and whatever reaches beyond, but nothing of another day", () => {
    const day = dayBounds("2026-03-28", ZONE);
    const at = (hour: number) => day.start + hour * HOUR;
    const shown = (...spans: number[][]) => {
      const { from, to } = axisOf("2026-03-28", ZONE, spans);
      return [(from - day.start) / HOUR, (to - day.start) / HOUR];
    };
    expect(shown()).toEqual([7, 19]);
    expect(shown([at(5.5), at(20.25)])).toEqual([5, 21]);
    expect(shown([at(-3), at(2)], [at(30), at(31)])).toEqual([0, 19]);
    expect(shown([at(22), at(27)])).toEqual([7, 24]);
  });

  it.each([
    ["2026-03-08", ["12 AM", "1 AM", "3 AM", "4 AM"], 23],
    ["2026-11-01", ["12 AM", "1 AM", "1 AM", "2 AM"], 25],
  ])("have the hours of %s, when the clocks change, and begin at 7 AM like every day", (date, night, n) => {
    expect(hourName(axisOf(date, ZONE, []).from, ZONE)).toBe("7 AM");
    const { start, end } = dayBounds(date, ZONE);
    const { hours } = axisOf(date, ZONE, [[start, end]]);
    const names = hours.map((at: number) => hourName(at, ZONE));
    expect([names.slice(0, 4), names.at(-1), names.length]).toEqual([night, "11 PM", n]);
  });

  it("go from day to day by the calendar, and know a day from another text", () => {
    expect([plusDays("2026-02-28", 1), plusDays("2026-03-01", -1), plusDays("2026-11-01", 1)]).toEqual([
      ...["2026-03-01", "2026-02-28", "2026-11-02"],
    ]);
    const texts = ["2026-02-28", "2026-02-30", "2026-2-3", "", "today"];
    expect(texts.map(isDate)).toEqual([true, false, false, false, false]);
  });

  it("put jobs that overlap below each other, and those without a time of the day apart", () => {
    const timed = (id: number, from: string, to: string) =>
      job(id, { scheduled_start: `2026-03-28T${from}:00.000Z`, scheduled_end: `2026-03-28T${to}:00.000Z` });
    const jobs = [timed(1, "12:00", "14:00"), timed(2, "13:00", "15:00"), timed(3, "14:00", "16:00"), job(4, untimed)];
    const { blocks, rows, untimed: rest } = packLane(jobs, HOURS);
    expect(blocks.map(({ job: { id }, row, left, width }: Json) => [id, row, left, width])).toEqual([
      [1, 0, 0, 20],
      [2, 1, 10, 20],
      [3, 0, 20, 20],
    ]);
    expect([rows, idsIn(rest)]).toEqual([2, [4]]);
  });

  it("move a job with its arrival window, and ask only for what changes", () => {
    const planned = job(1, {
      arrival_window_start: "2026-03-28T12:30:00.000Z",
      arrival_window_end: "2026-03-28T13:30:00.000Z",
    });
    const start = Date.parse("2026-03-28T14:00:00Z");
    const place = placedAt(planned, { technicianId: 3, start });
    expect(stepsTo(planned, place)).toEqual([
      ["assign", { technician_id: 3 }],
      [
        "reschedule",
        {
          ...{ scheduled_start: "2026-03-28T14:00:00.000Z", scheduled_end: "2026-03-28T16:00:00.000Z" },
          ...{ arrival_window_start: "2026-03-28T13:30:00.000Z", arrival_window_end: "2026-03-28T14:30:00.000Z" },
        },
      ],
    ]);
    expect(stepsTo(planned, placedAt(planned, { technicianId: null, start: null }))).toEqual([]);
    const held = { ...planned, technician_id: 3 };
    expect(stepsTo(held, placedAt(held, { technicianId: null, start: null }))).toEqual([["unassign"]]);
  });

  it("take a job without a time for as long as its work lasts, an hour when nobody knows", () => {
    const start = Date.parse("2026-03-28T14:00:00Z");
    const endOf = (more: Json) => placedAt(job(1, { ...untimed, ...more }), { technicianId: 3, start }).scheduled_end;
    expect(endOf({ duration_minutes: 90 })).toBe("2026-03-28T15:30:00.000Z");
    expect(endOf({ duration_minutes: null })).toBe("2026-03-28T15:00:00.000Z");
  });

  it("read a time in the business' zone, on either side of the change of the clocks", () => {
    for (const text of ["2026-03-08T01:59", "2026-03-08T03:00", "2026-11-01T12:00"])
      expect(toField(fromField(text, ZONE), ZONE)).toBe(text);
    expect(new Date(fromField("2026-03-28T09:15", ZONE)).toISOString()).toBe("2026-03-28T13:15:00.000Z");
  });
});

describe("the filters of the board", () => {
  const board = boardAfter(snapshot([]));
  const coil = job(1, {
    ...{ title: "Frozen coil", customer_name: "José Pérez", customer_phone: "+1 813 555 0142" },
    ...{ technician_id: 3, zone_id: 2 },
  });
  const all = { text: "", technician: "", status: "", zone: "" };
  it.each([
    ["the words of a job, without accents", { text: "jose COIL" }, true],
    ["a phone number", { text: "5550142" }, true],
    ["the name of the technician", { text: "mike" }, true],
    ["the number of the job", { text: "#1" }, true],
    ["other words", { text: "roof" }, false],
    ["another status", { status: "completed" }, false],
    ["its zone", { zone: "2" }, true],
    ["another zone", { zone: "3" }, false],
    ["another technician", { technician: "4" }, false],
  ])("find a job by %s", (_, filter, fits) => {
    expect(fitsFilter(coil, board, { ...all, ...filter })).toBe(fits);
  });

  it("keep jobs that wait in sight of who looks at one technician", () => {
    expect(fitsFilter(job(2), board, { ...all, technician: "4" })).toBe(true);
  });
});

describe("the dialog of a job", () => {
  it.each([
    ["pending", null, ["hold", "cancel"]],
    ["dispatched", 3, ["hold", "unassign", "cancel"]],
    ["in_progress", 3, ["hold", "cancel"]],
    ["completed", 3, []],
  ])("offers for a job that is %s what the office can do", (status, technician_id, actions) => {
    expect(actionsFor(job(1, { status, technician_id }))).toEqual(actions);
  });

  it("offers to resume a job on hold", () => {
    expect(actionsFor(job(1, { status: "on_hold", held_from: "acknowledged", technician_id: 3 }))).toEqual([
      "resume",
      "unassign",
      "cancel",
    ]);
  });
});
