import { describe, expect, it } from "vitest";
import { opens } from "./board-tickets.ts";

const issuedAt = Date.parse("2026-03-28T12:00:00Z");
const at = (seconds: number) => issuedAt + seconds * 1000;
const unused = { issuedAt, usedAt: null, droppedAt: null };

describe("a stream ticket", () => {
  it("is valid for its first use within 60 seconds", () => {
    expect(opens(unused, at(0))).toBe(true);
    expect(opens(unused, at(59.999))).toBe(true);
    expect(opens(unused, at(60))).toBe(false);
  });

  it("is valid while its stream seems open, because the server sees a broken connection late", () => {
    expect(opens({ issuedAt, usedAt: at(50), droppedAt: null }, at(600))).toBe(true);
  });

  it("is valid again for 60 seconds after each drop", () => {
    const dropped = { issuedAt, usedAt: at(50), droppedAt: at(300) };
    expect(opens(dropped, at(359.999))).toBe(true);
    expect(opens(dropped, at(360))).toBe(false);
  });

  it("is never valid 15 minutes after its issue", () => {
    expect(opens({ issuedAt, usedAt: at(10), droppedAt: null }, at(899.999))).toBe(true);
    expect(opens({ issuedAt, usedAt: at(10), droppedAt: null }, at(900))).toBe(false);
    expect(opens({ issuedAt, usedAt: at(10), droppedAt: at(890) }, at(900))).toBe(false);
  });
});
