import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { itemUpdated } from "#/domains/items/events.ts";
import { eventCatalogue } from "#/events.ts";
import { assertFits, eventsOf } from "#/kernel/events.ts";
import { permissions } from "#/kernel/permissions.ts";
import type { CatalogueEntry } from "#/tools/event-catalogue.ts";
import { eventsPage } from "#/tools/events-page.ts";
import { renderPage } from "#/tools/pages.ts";
import { readSource, sourceFiles } from "./support/source-tree.ts";

const events = await eventCatalogue();
const built = JSON.parse(readFileSync("dist/assets/api/events.json", "utf8")) as CatalogueEntry[];
const described = new Map(built.map((entry) => [entry.type, entry]));

it("the catalogue has every event of every domain, each once, and the file of the build has the same", () => {
  const types = events.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(built.map(({ type }) => type)).toEqual(types);
  const list = readSource("src/events.ts");
  const unlisted = sourceFiles("src/domains/*/events.ts").filter((path) => !list.includes(path.replace(/^src/, ".")));
  expect(unlisted).toEqual([]);
});

it.each(events.map((event) => [event.type, event] as const))(
  "%s: its example is accepted, with no field that its schema does not name, and names what it happened to",
  (type, { schema, about, idIn, entity, permission }) => {
    const entry = described.get(type);
    const example = entry?.data_example ?? {};
    expect(schema.strict().safeParse(example).error).toBeUndefined();
    expect(z.fromJSONSchema(entry?.data_schema as never).safeParse(example).error).toBeUndefined();
    expect(JSON.stringify(entry?.data_schema)).not.toContain("#/components/");
    expect(String(idIn(example))).toMatch(/^(\d+|[a-z]+_\w+)$/);
    expect(permissions).toContain(permission);
    expect(permission).toMatch(/:read$/);
    expect(entity).toMatch(/^[a-z_]+$/);
    expect(entry).toMatchObject({ description: about, entity, permission });
  },
);

it("events that one schema describes have examples of their own", () => {
  const [voided, rejected, cancelled] = ["sale.voided", "sale.rejected", "dispatch.cancelled"].map(
    (type) => described.get(type)?.data_example,
  );
  expect(voided).toMatchObject({ voided: true, void_reason: expect.any(String) });
  expect(rejected).toMatchObject({ approval_status: "rejected", approved_by: null });
  expect(cancelled).toMatchObject({ status: "cancelled", technician_id: null });
});

it("an event with other data than the catalogue says is refused before it is stored", () => {
  const rung = eventsOf(z.object({ id: z.int(), loudly: z.boolean() }), {
    ...{ entity: "bell", permission: "items:read", idIn: ({ id }) => id },
  })("bell.rung", "A bell was rung");
  const text = (value: unknown) => JSON.stringify(value);
  const good = rung({ id: 1, loudly: true });
  expect(() => assertFits(good, text(good.data))).not.toThrow();
  expect(() => assertFits(good, text({ id: 1 }))).toThrow(/bell\.rung has other data.*loudly/);
  // @ts-expect-error and it does not compile
  expect(() => assertFits(good, text(rung({ id: 1, loudly: "very" }).data))).toThrow(/loudly/);
  // @ts-expect-error nor does an item without its price
  expect(itemUpdated({ id: 1, name: "Filter" }).kind.type).toBe("item.updated");
});

it("the page about events shows each of them, with its example, and leads nowhere that is not there", () => {
  const page = readFileSync("dist/assets/docs/events.html", "utf8");
  expect(page).toBe(renderPage(eventsPage(built)));
  for (const { type, permission } of built) {
    expect(page).toContain(`<code>${type}</code>`);
    expect(page).toContain(`<code>${permission}</code>`);
  }
  const links = [...page.matchAll(/ href="(\/[^"#]*)"/g)].map(([, link = ""]) => link);
  expect(links).toContain("/api/events.json");
  for (const link of links)
    expect(["", ".html", "index.html"].some((end) => existsSync(`dist/assets${link}${end}`))).toBe(true);
});
