import { expect, it } from "vitest";
import { admitsMicrosoftTenant, ownerOf } from "./rules.ts";

const tid = "6d2b8c1e-3f4a-4b5c-8d6e-7f8091a2b3c4";
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

it.each([
  [tid, [], true],
  [CONSUMERS, [], false],
  [CONSUMERS, [CONSUMERS], true],
  [tid, [CONSUMERS], false],
  [tid, [CONSUMERS, tid.toUpperCase()], true],
])("Entra tenant %s with %j listed: %s", (one, listed, admitted) => {
  expect(admitsMicrosoftTenant(one, listed)).toBe(admitted);
});

const identity = {
  provider: "google",
  issuer: "i",
  subject: "s",
  microsoftTenant: null,
  email: "jane@smithhvac.example",
  emailVerified: true,
  name: "Jane Smith",
} as const;

it.each([
  [{}, {}, "jane@smithhvac.example", "Jane Smith"],
  [{}, { username: "jane", firstName: "J.", lastName: "Smith" }, "jane", "J. Smith"],
  [{}, { lastName: "Smith" }, "jane@smithhvac.example", "Smith"],
  [{ name: null }, {}, "jane@smithhvac.example", "jane"],
  [{ name: "Win at www.evil.example/now" }, {}, "jane@smithhvac.example", "Win at  evil. example/now"],
  [{ name: "J.R. Smith" }, {}, "jane@smithhvac.example", "J.R. Smith"],
  [{ name: "https://evil.example" }, {}, "jane@smithhvac.example", "https evil. example"],
  [{ name: "Jane\u202e\nS.Smith " }, {}, "jane@smithhvac.example", "Jane  S. Smith"],
  [{ name: "\u200b" }, {}, "jane@smithhvac.example", "jane"],
  [{ name: null }, { username: "evil.example" }, "evil.example", "evil. example"],
  [{ name: "J".repeat(500) }, {}, "jane@smithhvac.example", "J".repeat(120)],
  [{ email: null }, {}, "owner", "Jane Smith"],
  [{ email: `${"x".repeat(60)}@mail.example` }, {}, "owner", "Jane Smith"],
  [{ email: "o'neil@mail.example", name: null }, {}, "owner", "owner"],
])("an owner whose token says %j and who says %j is %s, %s", (told, said, username, name) => {
  expect(ownerOf({ ...identity, ...told }, said)).toMatchObject({ username, name, password: null });
});
