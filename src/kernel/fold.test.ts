import { expect, it } from "vitest";
import { fold } from "./fold.ts";

it.each([
  ["José", "jose"],
  ["Nguyễn", "nguyen"],
  ["Trần", "tran"],
  ["Łukasz", "lukasz"],
  ["Đặng", "dang"],
  ["Søren", "soren"],
  ["Strauß", "strauss"],
  ["O'Brien", "obrien"],
  ["O’Brien  &  Sons", "obrien & sons"],
])("%s is searched as %s", (name, folded) => expect(fold(name)).toBe(folded));
