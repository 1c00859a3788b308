import { expect, it } from "vitest";
import { inkOn, render } from "./layout.ts";
import { templateNames, templateOf } from "./templates.ts";

const sender = { businessName: "Smith & Söhne <HVAC>", businessCode: "SMITHHVAC", color: "#2563eb", logoUrl: null };
const data = {
  name: "<img src=x onerror=alert(1)>",
  link: `https://app.example/reset?a=1&b="><script>`,
  code: "123456",
  username: "jane",
  provider: "Google",
  keyName: "Export",
  prefix: "trk_7f3a9c01",
  minutes: 5,
  title: "A new owner\r\nBcc: everybody@example.com",
  message: "Jane & Joe",
  lines: ["<img src=x onerror=alert(1)>: EPA 608, until 2026-12-31"],
  more: 2,
  url: "https://hooks.example/<img src=x onerror=alert(1)>",
  reason: "failing",
  since: "2026-03-28T12:00:00.000Z",
  sector: "HVAC",
  zip: "33602",
  summary: "<img src=x onerror=alert(1)>: the AC is broken",
  until: "2:30 PM",
  number: "INV-42",
  amount: "$150.00",
  due: "2026-04-15",
  overdueDays: 7,
  plan: "Comfort Club",
  days: 30,
  start: "2027-01-31",
  end: "2028-01-30",
  answer: "accepted",
  total: "$150.00",
  expected: "2026-04-15",
  destination: "Main warehouse",
  account: "A-17",
  notes: "Ring twice",
  subject: "Jane & Joe: the part has come",
  text: "Hi <img src=x onerror=alert(1)>,\n\nthe part has come.",
  leave: `https://app.example/reset?a=1&b="><script>`,
  form: "Safety checklist",
  range: "2026-02-01 to 2026-02-28",
  rows: 42,
  failures: 3,
};

it.each(templateNames)("the mail %s says the same in text and in HTML, and escapes names", (name) => {
  const mail = templateOf(name)?.write(data as never, sender);
  if (!mail) throw new Error("no template");
  const { subject, text, html } = render(mail, sender);
  expect(subject).toMatch(/^[^\p{Cc}]{5,200}$/u);
  expect(text).toContain(data.name);
  expect(text).not.toMatch(/undefined|null/);
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(html).not.toMatch(/<img|<script|undefined|null/);
  expect(html).toContain("Smith &amp; Söhne &lt;HVAC&gt;");
  for (const said of [mail.link?.url, mail.code]) if (said) expect(text).toContain(said);
  if (mail.link) expect(html).toContain(`href="https://app.example/reset?a=1&amp;b=&quot;&gt;&lt;script&gt;"`);
});

it("shows a logo in place of the name, and writes in white on dark colors, in black on light ones", () => {
  const mail = { subject: "Hello", before: ["Hello"], after: [], link: { label: "Go", url: "https://a.example" } };
  const light = render(mail, { ...sender, color: "#ffe066", logoUrl: "https://api.example/logo?v=1" }).html;
  expect(light).toContain(`<img src="https://api.example/logo?v=1" alt="Smith &amp; Söhne &lt;HVAC&gt;"`);
  expect(light).toContain("background:#ffe066;color:#000000");
  expect(["#000000", "#2563eb", "#ffffff"].map(inkOn)).toEqual(["#ffffff", "#ffffff", "#000000"]);
});

it("takes no property of objects for a template", () => {
  expect([templateOf("__proto__"), templateOf("toString"), templateOf("newsletter")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
