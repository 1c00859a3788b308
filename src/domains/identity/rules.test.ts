import { describe, expect, it } from "vitest";
import { passwordProblem, sessionOfRefreshToken, usernameKey } from "./rules.ts";

const owner = { username: "mycompany", businessName: "Smith HVAC" };

describe("a new password", () => {
  it.each(["securePassword123!", "correct horse battery", "пароль длинный очень", "mycompany has blue trucks"])(
    "%s is good",
    (password) => expect(passwordProblem(password, owner)).toBeNull(),
  );
  it.each([
    ["short", /at least 15/],
    ["14-characters!", /at least 15/],
    ["mycompanymycompany1", /user name/],
    ["SmithHVAC-SmithHVAC", /user name/],
    ["aaaaaaaaaaaaaaaaaa", /repeat/],
  ])("%s is refused", (password, why) => expect(passwordProblem(password, owner)).toMatch(why));
  it("counts characters and not code units", () =>
    expect(passwordProblem("😀😃😄😁😆😅🤣😂", owner)).toMatch(/at least 15/));
});

it("user names differ neither in case nor in form", () => expect(usernameKey(" Ａdmin ")).toBe("admin"));

it("only a valid refresh token names a session", () => {
  const session = "ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB";
  expect(sessionOfRefreshToken(`rt_${session}_${"a".repeat(43)}`)).toBe(session);
  for (const token of ["", "rt_", `rt_${session}_short`, `xx_${session}_${"a".repeat(43)}`])
    expect(sessionOfRefreshToken(token)).toBeNull();
});
