import { describe, expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { withPositions } from "./board.ts";

const at = (minute: number, technicianId = 3) => ({
  technicianId,
  latitude: 27.95,
  longitude: -82.45,
  speed: null,
  heading: null,
  accuracy: null,
  at: toInstant(`2026-03-28T12:0${minute}:00Z`),
});
const mike = { id: 3, name: "Mike Johnson", position: null };

describe("where the board shows a technician", () => {
  it("is their newest one, whether the board or the database knows it", () => {
    expect(withPositions([mike], [at(1)])).toEqual([{ ...mike, position: at(1) }]);
    expect(withPositions([{ ...mike, position: at(1) }], [at(2)])).toEqual([{ ...mike, position: at(2) }]);
    expect(withPositions([{ ...mike, position: at(2) }], [at(1)])).toEqual([{ ...mike, position: at(2) }]);
  });

  it("is unknown when nobody has it, and is never that of another technician", () => {
    expect(withPositions([mike], [at(1, 4)])).toEqual([mike]);
  });
});
