import { expect, it } from "vitest";
import { hashMark, keyList } from "./key-list.ts";

it("a list names the key for what is new first, and takes one without an id at its end", () => {
  const { keys, current, unnamed } = keyList("KEY", "k2:bmV3, k1:b2xk");
  expect(keys).toEqual([current, unnamed]);
  expect([current, unnamed]).toEqual([
    { id: "k2", secret: "bmV3" },
    { id: "k1", secret: "b2xk" },
  ]);
  expect(keyList("KEY", "k2:bmV3,b2xk").unnamed).toEqual({ id: "", secret: "b2xk" });
  expect(keyList("KEY", "a secret alone").current).toEqual({ id: "", secret: "a secret alone" });
});

it.each(["old,k2:new", "a,b", "k1:a,k1:b"])("%s is not a list", (text) => {
  expect(() => keyList("KEY", text)).toThrow("KEY must be id:secret");
});

it("a hash begins with the id of its pepper, and with none as before there were ids", () => {
  expect(hashMark({ PASSWORD_PEPPER: "p2:new,old" })).toBe("p2$");
  expect(hashMark({ PASSWORD_PEPPER: "old" })).toBe("$");
});
