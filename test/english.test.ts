import { describe, expect, it } from "vitest";
import { bannedForms, findBannedForms } from "./support/plain-english.ts";
import { readSource, sourceFiles } from "./support/source-tree.ts";

/** This file quotes the banned forms. */
const thisFile = "test/english.test.ts";
const files = [...sourceFiles("{src,test}/**/*.{ts,js,html,css,md,toml}"), "README.md", "wrangler.toml"].filter(
  (path) => path !== thisFile,
);

const hitsIn = (path: string, content: string) =>
  findBannedForms(path, content).map(({ line, text, instead }) => `${path}:${line}: "${text}", better: ${instead}`);

it("comments and texts are plain English", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((path) => hitsIn(path, readSource(path)))).toEqual([]);
});

const bad = [
  "Shows the user as he is now.",
  "Change the own password",
  "live positions are not to be had",
  "A nudge gets lost, and the cron makes up for it.",
  "Only then it looks at the body.",
  "A mail to be: its template.",
  "an offset is no zone",
  "a refresh token of ours",
  "a role of the business' own",
  "One who has never accepted the invitation",
  "a viewer whom the Worker has admitted",
  "The schedule stands in the database.",
  "a file that was left behind",
  "at most so many per minute",
  "so that nobody can tell",
  "Draws everything anew",
  "nobody can use them any more",
  "works, also when the network is down",
];
const good = [
  "There is no such user, and the user is no longer active.",
  "Each kind has its own key. Send your own token.",
  "The business' own row has a version.",
  "Whether there are any more rows",
  "so many requests that they exceed the limit",
  "This option is for tests only; then it must be set.",
  "the history of this theme",
];

describe("a banned form", () => {
  it.each(bannedForms.map((banned, i) => ({ form: String(banned.form), text: bad[i] ?? "" })))(
    "$form is found in: $text",
    ({ form, text }) => {
      const own = bannedForms.filter((banned) => String(banned.form) === form).map(({ instead }) => instead);
      expect(findBannedForms("page.html", text).map(({ instead }) => instead)).toEqual(own);
    },
  );

  it.each(good)("is not found in: %s", (text) => expect(findBannedForms("page.html", text)).toEqual([]));

  it("is found in comments, strings and templates, across lines, with its line", () => {
    const program = [
      "const his = /the own/; // fine",
      "/** Made up",
      " * for by cron. */",
      "const a = `the",
      "  own row`;",
      'log("drawn anew");',
      "// one",
      "// who waits",
    ];
    const found = findBannedForms("a.ts", program.join("\n"));
    expect(found.map(({ line, text }) => [line, text])).toEqual([
      [2, "Made up for"],
      [4, "the own"],
      [6, "anew"],
      [7, "one who"],
    ]);
  });

  it("is not found in code, regular expressions, or across two strings", () => {
    const program = 'const she = f("the", "own") / 2; return /[/"] anew/.test(her);';
    expect(findBannedForms("a.ts", program)).toEqual([]);
  });
});
