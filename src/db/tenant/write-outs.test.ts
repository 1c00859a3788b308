import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { WRITE_OUT, writeOutsBefore } from "./write-outs.ts";

const guard = `insert into "must" select 'refused' where changes() = 0`;
const customer = `insert into "customers" ("tenant_id", "name") values ('t', 'Jane')`;
const other = `update "jobs" set "name" = 'x' where 0`;

it("a guarded write behind one of customers waits until their words are written out", () => {
  expect([...writeOutsBefore([customer, other, guard])]).toEqual([1]);
  expect([...writeOutsBefore([customer, other, other, guard, other, guard])]).toEqual([2]);
  expect([...writeOutsBefore([customer, guard, other, guard])], "its own guard writes them out").toEqual([]);
  expect([...writeOutsBefore([`update customers set name = 'x'`, customer, guard])]).toEqual([1]);
  expect([...writeOutsBefore([other, guard, `insert into "customer_sites" values (1)`, other, guard])]).toEqual([]);
});

it("SQLite lets a guard through without that, and refuses with it", () => {
  const run = (isWrittenOut: boolean) => {
    const database = new DatabaseSync(":memory:");
    database.exec(`
      create table must (reason text not null);
      create trigger must_abort before insert on must begin select raise(abort, new.reason); end;
      create table customers (tenant_id text, name text);
      create table jobs (name text);
      create virtual table words using fts5(name);
      create trigger added after insert on customers begin insert into words (name) values (new.name); end;
      begin;`);
    const texts = [customer, other, guard];
    const places = writeOutsBefore(texts);
    for (const [i, text] of texts.entries()) {
      if (isWrittenOut && places.has(i)) database.exec(WRITE_OUT);
      database.exec(text);
    }
  };
  expect(() => run(false)).not.toThrow();
  expect(() => run(true)).toThrow("refused");
});
