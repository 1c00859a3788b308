import { describe, expect, it } from "vitest";
import { judge } from "./answers.ts";
import { type Answers, type Field, MOST_ENTRIES } from "./fields.ts";
import { publishingProblems } from "./publishing.ts";
import { visiblePaths } from "./visible.ts";

const yesNo = {
  options: [
    { value: "pass", label: "Pass", score: 2 },
    { value: "fail", label: "Fail", score: 0 },
  ],
};

const final = (answers: Answers, of: Field[]) =>
  judge(of, answers, { isFinal: true, files: [{ id: 7, field: "photos" }] });

describe("a section that is repeated", () => {
  const on = (key: string, value: string) => ({ visibleIf: { all: [{ key, op: "eq" as const, value }] } });
  const units: Field[] = [
    { key: "season", label: "Season", type: "text" },
    { key: "units", label: "Unit", type: "section", repeat: true, required: true, max: 3 },
    { key: "result", label: "Result", type: "select", required: true, ...yesNo },
    { key: "reason", label: "Reason", type: "text", required: true, ...on("result", "fail") },
    { key: "heat", label: "Heat", type: "number", ...on("season", "winter") },
    { key: "photos", label: "Photos", type: "photo" },
    { key: "close", label: "At the end", type: "section" },
    { key: "note", label: "Note", type: "text", visibleIf: { all: [{ key: "units", op: "is_set" }] } },
  ];

  it("is answered entry by entry, each by its own answers and by those outside", () => {
    const entries = [
      { result: "pass", reason: "hidden", heat: 1, photos: [7] },
      { result: "fail", reason: "Rust" },
    ];
    expect(final({ season: "summer", units: entries, note: "Both" }, units)).toEqual({
      answers: {
        ...{ season: "summer", note: "Both" },
        units: [
          { result: "pass", photos: [7] },
          { result: "fail", reason: "Rust" },
        ],
      },
      ...{ problems: {}, score: 2, maxScore: 4 },
    });
    expect(final({ season: "winter", units: entries }, units).answers.units).toMatchObject([{ heat: 1 }, {}]);
    const shown = visiblePaths(units, { season: "winter", units: entries });
    expect([...shown].filter((path) => path.startsWith("units."))).toEqual(
      "0.result 0.heat 0.photos 1.result 1.reason 1.heat 1.photos".split(" ").map((path) => `units.${path}`),
    );
  });

  it("names each answer that does not fit by its path", () => {
    const entries = [{ result: "fail", photos: [8], colour: "red" }, {}];
    expect(final({ units: entries, heat: 3 }, units).problems).toEqual({
      "units.0.reason": "is required",
      "units.0.photos": "names file 8, which was not uploaded for this field",
      "units.0.colour": "is not a field of this version of the form",
      "units.1.result": "is required",
      heat: "is answered in the entries of units",
    });
    expect(judge(units, { units: [{}] }, { isFinal: false, files: [] }).problems).toEqual({});
    const problem = (given: unknown) => final({ units: given }, units).problems.units;
    for (const none of [undefined, [], null]) expect(problem(none)).toBe("is required");
    expect(problem([{}, {}, {}, {}])).toBe("takes at most 3");
    for (const bad of ["text", {}, [1], [["result"]], [null]])
      expect(problem(bad)).toBe("must be a list of entries, each with its answers by key");
    const inside = JSON.parse('[{"result":"pass","__proto__":{"result":1}}]');
    expect(Object.keys(final({ units: inside }, units).problems)).toEqual(["units.0.__proto__"]);
  });

  it("hides its entries with itself", () => {
    const hidden = units.map((field) => (field.key === "units" ? { ...field, ...on("season", "winter") } : field));
    expect(final({ units: [{ result: "pass" }], note: "x" }, hidden)).toMatchObject({ answers: {}, problems: {} });
  });

  it("is published only as it can be filled in", () => {
    const problems = (...all: Field[]) => Object.fromEntries(publishingProblems(all));
    expect(problems(...units)).toEqual({});
    expect(problems({ key: "a", label: "A", type: "text", repeat: true })).toEqual({
      "fields.0.repeat": "means nothing for a text",
    });
    const section = (more: Partial<Field>): Field => ({ key: "s", label: "S", type: "section", ...more });
    const text = (key: string, more: Partial<Field> = {}): Field => ({ key, label: key, type: "text", ...more });
    expect(problems(section({ repeat: true }), section({ key: "t" }), text("a"))).toEqual({
      "fields.0.repeat": "needs a field behind the section that can be answered",
    });
    expect(problems(section({ repeat: true, max: MOST_ENTRIES + 1, default: "x" }), text("a"))).toEqual({
      "fields.0.max": `must be at most ${MOST_ENTRIES}`,
      "fields.0.default": "means nothing for a section",
    });
    expect(problems(section({ required: true, min: 1, max: 2 }), text("a"))).toEqual({
      "fields.0.required": "means nothing for a section",
      "fields.0.min": "means nothing for a section",
      "fields.0.max": "means nothing for a section",
    });
    expect(
      problems(section({ repeat: true }), text("a"), section({ key: "t", repeat: true }), text("b", on("a", "x"))),
    ).toEqual({
      "fields.3.visible_if.all.0.key": "is in the entries of s, which only fields in them can ask for",
    });
    expect(problems(section({ repeat: true }), text("a", on("s", "x")))).toEqual({
      "fields.1.visible_if.all.0.op": "must be is_set: that is all that a section can be asked",
    });
  });
});
