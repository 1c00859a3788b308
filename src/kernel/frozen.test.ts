import { expect, it } from "vitest";
import { Frozen, stringify } from "./frozen.ts";

it("what is frozen goes into an answer as the text that it is, whatever stands around it", () => {
  const rows = [1, 2].map((n) => ({ n, frozen: new Frozen(`{"a_b":"$& \\" ${n}"}`), note: "frozen 0" }));
  expect(stringify({ rows })).toBe(
    '{"rows":[{"n":1,"frozen":{"a_b":"$& \\" 1"},"note":"frozen 0"},{"n":2,"frozen":{"a_b":"$& \\" 2"},"note":"frozen 0"}]}',
  );
  expect(JSON.stringify(rows[0])).toBe('{"n":1,"frozen":{"a_b":"$& \\" 1"},"note":"frozen 0"}');
  expect(stringify({ plain: true })).toBe('{"plain":true}');
});
