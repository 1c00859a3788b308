import { describe, expect, it } from "vitest";
import { idsFrom, isStandIn, newStandIn, settled, settledText } from "./taken-ids.ts";

const [technician, user] = [
  { sequence: "technician", standIn: newStandIn() },
  { sequence: "user", standIn: newStandIn() },
];
const ids = new Map([
  [technician.standIn, 7],
  [user.standIn, 1234],
]);

describe("stand-ins", () => {
  it("are negative, exact, of one length, and no two alike", () => {
    const many = Array.from({ length: 1000 }, newStandIn);
    expect(many.every((n) => isStandIn(n) && Number.isSafeInteger(n) && String(n).length === 17)).toBe(true);
    expect(new Set(many).size).toBe(1000);
    expect(isStandIn(1)).toBe(false);
  });

  it("give way to the ids at any depth, and in a text", () => {
    const value = { id: technician.standIn, list: [{ userId: user.standIn, name: "Mike", gone: null }] };
    const expected = { id: 7, list: [{ userId: 1234, name: "Mike", gone: null }] };
    expect(settled(value, ids)).toEqual(expected);
    expect(settledText(JSON.stringify(value), ids)).toBe(JSON.stringify(expected));
  });
});

describe("the ids that a commit took", () => {
  const made = `{"entity":${technician.standIn},"user_id":${user.standIn},"again":${technician.standIn}}`;

  it("are read off what it has stored, in whichever order the sequences are named", () => {
    const stored = settledText(made, ids);
    expect(idsFrom(made, stored, [technician, user])).toEqual(ids);
    expect(idsFrom(made, stored, [user, technician])).toEqual(ids);
  });

  it("are not answered when the text tells nothing of them", () => {
    const told = idsFrom(`{"entity":${user.standIn}}`, '{"entity":1234}', [technician, user]);
    expect(settled({ id: user.standIn }, told)).toEqual({ id: 1234 });
    expect(() => settled({ id: technician.standIn }, told)).toThrow("do not tell the ids");
  });

  it("are not guessed when the text tells something else", () => {
    expect(() => idsFrom(made, '{"entity":7}', [technician, user])).toThrow("do not tell the ids");
  });
});
