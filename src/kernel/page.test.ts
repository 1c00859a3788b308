import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, PageQuery, pageWindow } from "./page.ts";

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
  return "none";
};

describe("a cursor", () => {
  const keyPart = fc.oneof(
    fc.maxSafeInteger(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.stringMatching(/^[\w-]*$/),
  );
  it("returns the key that it contains, for the same sort order", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[a-z_]+$/), fc.array(keyPart, { maxLength: 4 }), (sort, key) => {
        expect(decodeCursor(encodeCursor(sort, key), sort, key.length)).toEqual(key);
      }),
    );
  });

  it("contains only characters that are safe in a URL", () => {
    fc.assert(fc.property(fc.array(keyPart), (key) => /^[\w-]*$/.test(encodeCursor("id", key))));
  });

  it("of another sort order, length or type is rejected", () => {
    const cursor = encodeCursor("-sale_date", ["2026-01-01", 7]);
    for (const work of [
      () => decodeCursor(cursor, "sale_date", 2),
      () => decodeCursor(cursor, "-sale_date", 1),
      () => decodeCursor(encodeCursor("id", [1.5]), "id", 1),
      () => decodeCursor(btoa('["id",{"a":1}]'), "id", 1),
      () => decodeCursor(btoa('["id",null]'), "id", 1),
      () => decodeCursor(btoa("7"), "id", 0),
    ])
      expect(refusal(work)).toBe("request.bad_cursor");
  });

  it("that is malformed is rejected", () => {
    fc.assert(
      fc.property(fc.string(), (text) =>
        ["request.bad_cursor", "none"].includes(refusal(() => decodeCursor(text, "id", 1))),
      ),
    );
  });
});

describe("a page", () => {
  it("is page 1 with 50 rows by default", () => expect(pageWindow({})).toEqual({ page: 1, limit: 50, offset: 0 }));
  it("starts where the previous page ends", () =>
    expect(pageWindow({ page: 3, limit: 20 })).toEqual({ page: 3, limit: 20, offset: 40 }));
  it("cannot be requested by number and by cursor together", () =>
    expect(refusal(() => pageWindow({ page: 2, cursor: "x" }))).toBe("request.page_and_cursor"));
  it("of 1 beside a cursor is a default that a client has filled in", () =>
    expect(pageWindow({ page: 1, cursor: "x", limit: 20 })).toEqual({ page: 1, limit: 20, offset: 0 }));

  it.each([
    [{ page: "1", limit: "200" }, true],
    [{ limit: "201" }, false],
    [{ limit: "0" }, false],
    [{ page: "0" }, false],
    [{ page: "-1" }, false],
    [{ page: "1.5" }, false],
    [{ page: "1e3" }, false],
    [{ page: "0x10" }, false],
    [{ page: "" }, false],
    [{ page: "9999999999" }, false],
    [{ updated_since: "yesterday" }, false],
    [{ updated_since: "2026-01-01T00:00:00+02:00" }, true],
  ])("%j is accepted: %s", (query, good) => expect(PageQuery.safeParse(query).success).toBe(good));
});
