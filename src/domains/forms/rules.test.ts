import { describe, expect, it } from "vitest";
import { judge } from "./answers.ts";
import { MOST_BYTES, namedFiles } from "./drawn.ts";
import { type Answers, type Field, placedAnswers } from "./fields.ts";
import { patternProblem } from "./pattern.ts";
import { publishingProblems } from "./publishing.ts";
import { visiblePaths } from "./visible.ts";

const yesNo = {
  options: [
    { value: "pass", label: "Pass", score: 2 },
    { value: "fail", label: "Fail", score: 0 },
  ],
};
const fields: Field[] = [
  { key: "result", label: "Result", type: "select", required: true, ...yesNo },
  {
    ...{ key: "trouble", label: "Trouble", type: "section" },
    visibleIf: { all: [{ key: "result", op: "eq", value: "fail" }] },
  },
  { key: "reason", label: "Reason", type: "textarea", required: true, minLength: 3 },
  { key: "photos", label: "Photos", type: "photo", max: 2, visibleIf: { any: [{ key: "reason", op: "is_set" }] } },
  { key: "done", label: "Done", type: "section" },
  { key: "pressure", label: "Pressure", type: "number", min: 10, max: 90, unit: "psi" },
  { key: "serial", label: "Serial", type: "text", pattern: "[A-Z]{2}-\\d{4}" },
];
const final = (answers: Answers, of = fields) =>
  judge(of, answers, { isFinal: true, files: [{ id: 7, field: "photos" }] });

describe("what a form takes", () => {
  it("lets what is not required be left out, however many it asks for where there is an answer", () => {
    const options = [
      { value: "a", label: "A", score: 1 },
      { value: "b", label: "B", score: 2 },
    ];
    const of: Field[] = [
      { key: "parts", label: "Parts", type: "multi_select", options, min: 2 },
      { key: "photos", label: "Photos", type: "photo", min: 2 },
      { key: "text", label: "Text", type: "text", minLength: 3 },
      { key: "units", label: "Units", type: "section", repeat: true, min: 2 },
      { key: "model", label: "Model", type: "text" },
    ];
    expect(final({}, of).problems).toEqual({});
    expect(final({ parts: [], photos: [], units: [] }, of).problems).toEqual({});
    expect(final({ parts: ["a"], photos: [7], units: [{ model: "X" }] }, of).problems).toEqual({
      ...{ parts: "needs at least 2", photos: "needs at least 2", units: "needs at least 2" },
    });
    const required = of.map((field) => ({ ...field, required: true }));
    expect(Object.keys(final({}, required).problems)).toEqual(["parts", "photos", "text", "units"]);
  });

  it.each([
    ["two of three", { min: 0, max: 2 }, [1, 2, 3], 5],
    ["all that bring something", {}, [1, 2, -3], 3],
    ["what must be chosen too", { min: 2, required: true }, [3, -1, -2], 2],
    ["nothing rather than less, where it may be left out", { min: 2 }, [1, -2, -3], 0],
    ["options without a score, which bring nothing", { min: 2, required: true }, [3, undefined, -2], 3],
    ["of one choice, the best", { type: "select", required: true }, [-1, -2], -1],
  ] as const)("counts as the best score %s", (_, bounds, scores, best) => {
    const options = scores.map((score, n) => ({ value: `${n}`, label: `${n}`, ...(score !== undefined && { score }) }));
    const field: Field = { key: "it", label: "It", type: "multi_select", options, ...bounds };
    expect(judge([field], {}, { isFinal: false, files: [] }).maxScore).toBe(best);
  });

  it("asks for what shows, and keeps nothing of what does not", () => {
    expect(final({ result: "pass", reason: "Old rust", photos: [99] })).toEqual({
      ...{ answers: { result: "pass" }, problems: {}, score: 2, maxScore: 2 },
    });
    expect(final({ result: "fail" }).problems).toEqual({ reason: "is required" });
    expect(final({ result: "fail", reason: "Old rust", photos: [7] })).toMatchObject({
      ...{ problems: {}, score: 0, maxScore: 2, answers: { photos: [7] } },
    });
    expect([...visiblePaths(fields, { result: "fail" })]).toEqual(
      "result trouble reason done pressure serial".split(" "),
    );
  });

  it("names each answer that does not fit, and what a version does not know", () => {
    const answers = { result: "maybe", pressure: 91, serial: "ab-1", colour: "red", trouble: "x" };
    expect(final(answers).problems).toEqual({
      result: "must be one of: pass, fail",
      pressure: "must be at most 90",
      serial: "does not have the form that is asked for",
      colour: "is not a field of this version of the form",
      trouble: "is a section, which takes no answer",
    });
    expect(final({ result: "fail", reason: "no", photos: [7, 8] }).problems).toEqual({
      reason: "must have at least 3 characters",
      photos: "names file 8, which was not uploaded for this field",
    });
    expect(Object.keys(final(JSON.parse('{"result":"pass","__proto__":1}')).problems)).toEqual(["__proto__"]);
  });

  it("lets a draft lack what is required", () => {
    expect(judge(fields, { result: "fail", serial: "A" }, { isFinal: false, files: [] }).problems).toEqual({});
  });

  it.each([
    ["date", "2026-02-28", "2026-02-30"],
    ["time", "23:59", "24:00"],
    ["datetime", "2026-03-28T09:00", "2026-03-28 09:00"],
    ["datetime", "2026-03-28T09:00:00.000Z", "2026-13-28T09:00"],
    ["rating", 5, 6],
    ["rating", 1, 1.5],
    ["boolean", false, "yes"],
    ["number", 0, "0"],
    ["gps", { latitude: 27.9, longitude: -82.4 }, { latitude: 91, longitude: 0 }],
    ["text", "one line", "two\nlines"],
    ["multi_select", ["pass", "fail"], ["pass", "pass"]],
    ["signature", [7], [7, 8]],
  ] as const)("takes a %s such as %j, and not %j", (type, good, bad) => {
    const one: Field[] = [{ key: "it", label: "It", type, required: true, ...(type === "multi_select" && yesNo) }];
    const of = (it: unknown) => judge(one, { it }, { isFinal: true, files: [{ id: 7, field: "it" }] }).problems;
    expect(of(good)).toEqual({});
    expect(Object.keys(of(bad))).toEqual(["it"]);
  });

  it.each([
    ["eq", 3, 3, 4],
    ["ne", 3, 4, 3],
    ["gt", 3, 4, 3],
    ["lt", 3, 2, 3],
    ["in", [1, 2], 2, 3],
    ["is_set", undefined, 1, undefined],
    ["is_set", false, undefined, 1],
  ] as const)("shows a field by %s %j where the answer is %j, not where it is %j", (op, value, yes, no) => {
    const condition = { key: "n", op, value: Array.isArray(value) ? [...value] : (value as number | undefined) };
    const two: Field[] = [
      { key: "n", label: "N", type: "number" },
      { key: "more", label: "More", type: "text", visibleIf: { all: [condition] } },
    ];
    expect(visiblePaths(two, { n: yes }).has("more")).toBe(true);
    expect(visiblePaths(two, { n: no }).has("more")).toBe(false);
  });
});

describe("publishing", () => {
  const problems = (...all: Field[]) => Object.fromEntries(publishingProblems(all));
  const text = (key: string, more: Partial<Field> = {}): Field => ({ key, label: key, type: "text", ...more });

  it("lets a sound form pass", () => expect(problems(...fields)).toEqual({}));

  it("names the place of whatever does not fit", () => {
    expect(problems({ key: "a", label: "A", type: "instruction" })).toEqual({
      fields: "must have a field that can be answered",
    });
    expect(problems(text("a"), text("a"))).toEqual({ "fields.1.key": "is the key of fields.0 too" });
    expect(problems(text("a", { type: "number", min: 5, max: 4 }))).toEqual({
      "fields.0.max": "must not be less than min",
    });
    expect(problems(text("a", { type: "select" }))).toEqual({ "fields.0.options": "must name what can be chosen" });
    expect(problems(text("a", { minLength: 9, maxLength: 8, unit: "psi" }))).toEqual({
      "fields.0.min_length": "must not be more than 8",
      "fields.0.unit": "means nothing for a text",
    });
    expect(problems(text("a", { type: "rating", max: 11 }), text("b", { type: "number", default: "x" }))).toEqual({
      "fields.0.max": "must be at most 10",
      "fields.1.default": "must be a number",
    });
  });

  it("refuses what needs more files than a submission keeps, and names what needs the most", () => {
    const units = text("units", { type: "section", repeat: true, min: 34, required: true });
    const photo = text("plate", { type: "photo", required: true });
    const two = text("rooms", { type: "photo", min: 2, required: true });
    const refused = problems(text("a"), two, units, photo, text("ok", { type: "signature" }), { ...two, key: "more" });
    expect(refused).toEqual({
      "fields.2.min":
        "leads to at least 104 files with all others, and a submission keeps 100: lower it, or ask for fewer files",
    });
    const hidden = { ...two, key: "more", visibleIf: { all: [{ key: "a", op: "is_set" as const }] } };
    expect(problems(text("a"), two, units, photo, hidden), "what may be hidden needs no file").toEqual({});
    expect(
      problems({ ...units, visibleIf: hidden.visibleIf }, photo, { ...two, key: "more" }, text("z"), text("b")),
    ).toEqual({ "fields.0.visible_if.all.0.key": "is the key of no field" });
  });

  it("refuses conditions that can never be judged", () => {
    const when = (key: string, op: "eq" | "gt" | "in", value?: string | string[]) => ({ all: [{ key, op, value }] });
    expect(problems(text("a", { visibleIf: when("b", "eq", "x") }))).toEqual({
      "fields.0.visible_if.all.0.key": "is the key of no field",
    });
    expect(problems(text("b"), text("a", { visibleIf: when("b", "gt", "x") }))).toEqual({
      "fields.1.visible_if.all.0.op": "means nothing for a text",
    });
    expect(
      problems(text("b", { type: "select", ...yesNo }), text("a", { visibleIf: when("b", "in", ["no"]) })),
    ).toEqual({
      "fields.1.visible_if.all.0.value": "is not an option of that field",
    });
  });

  it("refuses conditions in a circle, over a section too", () => {
    const on = (key: string) => ({ visibleIf: { all: [{ key, op: "is_set" as const }] } });
    expect(Object.keys(problems(text("a", on("b")), text("b", on("c")), text("c", on("a"))))).toEqual(
      [0, 1, 2].map((i) => `fields.${i}.visible_if`),
    );
    expect(problems(text("a", on("a")))).toEqual({ "fields.0.visible_if": "depends on itself, over other fields" });
    expect(Object.keys(problems(text("s", { type: "section", ...on("inside") }), text("inside")))).toEqual([
      "fields.0.visible_if",
    ]);
  });
});

it("a date and time is a real one, with the offset that it may have", () => {
  const when: Field[] = [{ key: "at", label: "At", type: "datetime" }];
  const problem = (at: string): string | undefined => final({ at }, when).problems.at;
  for (const good of [
    "2026-03-28T09:30",
    "2026-03-28T09:30:59.5Z",
    "2026-03-28T09:30-04:00",
    "2026-03-28T09:30:00+14:00",
  ])
    expect([good, problem(good)]).toEqual([good, undefined]);
  for (const bad of ["2026-03-28T09:30+99:99", "2026-03-28T09:30:99Z", "2026-03-28T09:30:60", "2026-02-30T09:30Z"])
    expect([bad, problem(bad)]).toEqual([bad, "must be a date and time, YYYY-MM-DDTHH:MM"]);
});

it("the document of a form shows its signatures first, and then the photos that there is room for", () => {
  const asking: Field[] = [
    { key: "photos", label: "Photos", type: "photo" },
    { key: "signature", label: "Signature", type: "signature" },
  ];
  const file = (id: number, share: number, contentType = "image/jpeg") => ({
    id,
    contentType,
    bytes: MOST_BYTES * share,
  });
  const files = [file(1, 0.5, "image/webp"), file(2, 0.6), file(3, 0.5), file(4, 0.2), file(5, 0.1, "image/png")];
  const named = namedFiles(placedAnswers(asking, { photos: [1, 2, 3, 4, 9], signature: [5] }), files);
  expect(named.map(({ file: { id }, isDrawn }) => [id, isDrawn])).toEqual([
    ...[
      [5, true],
      [1, false],
      [2, true],
      [3, false],
      [4, true],
    ],
  ]);
});

describe("a pattern", () => {
  it.each(["[A-Z]{2}-\\d{4}", "^\\d{5}-?$", "[^@\\s]+@[^@\\s]+\\.[a-z]{2,}", "\\+?\\d+", "a.c", ".*x", "[\\w.-]+"])(
    "passes as %s: it never goes back far",
    (pattern) => {
      expect(patternProblem(pattern)).toBeUndefined();
      expect(() => new RegExp(pattern, "u")).not.toThrow();
    },
  );

  it.each([
    ["(ab)c", "groups"],
    ["(?=a)b", "groups"],
    ["a|ab", "alternatives"],
    ["(a)\\1", "groups"],
    ["\\d*\\d*", undefined],
    [".*.*x", "could take long"],
    ["\\w+\\d+\\w+\\d+x", "could take long"],
    ["a?a?a?", "could take long"],
    ["a++", "repeats"],
    ["[a-", "without a ]"],
    ["[z-a]", "wrong way"],
    ["a{3,2}", "wrong way"],
    ["\\p{L}", "is not known"],
    ["\\b", "is not known"],
    ["*a", "does not belong"],
    ["^", "must ask for something"],
    ["a".repeat(201), "at most 200"],
  ])("is judged: %s", (pattern, problem) => {
    const told = patternProblem(pattern);
    if (problem === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(problem);
  });

  it("that passes is done with a long text", () => {
    // one part may go back: at worst each end of it is tried once, so 500 characters take 250,000 steps
    const problem = judge(
      [{ key: "a", label: "A", type: "text", pattern: "[a-z]+[a-z0-9]*!" }],
      { a: "a".repeat(500) },
      { isFinal: true, files: [] },
    ).problems.a;
    expect(problem).toBe("does not have the form that is asked for");
  });
});
