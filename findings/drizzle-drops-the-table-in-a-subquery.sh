#!/usr/bin/env bash
# drizzle-orm 0.45.4 with better-sqlite3 12.4.1: in the fields of a select from one table, a column put into an `sql` text loses the name of its
# table. One would guess that `${orders.tenantId}` is "orders"."tenant_id" there, as it is in `where` and in a select with a join. Seen: it is
# "tenant_id" alone, so in a subquery that reads another table with a column of this name, the inner row is compared with itself, which is always
# true: a count of the own rows counts everybody's, without an error and without a warning. With a join in the same select it is right again.
# It matters to everybody who keeps several businesses in one table and writes a correlated subquery: it shows the rows of others.
# `sql`${orders}.tenant_id`` keeps the table's name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund drizzle-orm@0.45.4 better-sqlite3@12.4.1 > /dev/null

cat > count.mjs <<'JS'
import Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { integer, sqliteTable } from "drizzle-orm/sqlite-core";

const orders = sqliteTable("orders", { tenantId: integer("tenant_id"), id: integer("id") });
const lines = sqliteTable("lines", { tenantId: integer("tenant_id"), orderId: integer("order_id") });
const notes = sqliteTable("notes", { orderId: integer("order_id") });

const sqlite = new Database(":memory:");
sqlite.exec(`
  create table orders (tenant_id integer, id integer); create table lines (tenant_id integer, order_id integer); create table notes (order_id integer);
  insert into orders values (1, 7); insert into lines values (1, 7), (2, 7), (3, 7); insert into notes values (7);`);
const db = drizzle(sqlite);

const byColumn = sql`(select count(*) from ${lines} l where l.tenant_id = ${orders.tenantId} and l.order_id = ${orders.id})`;
const byTable = sql`(select count(*) from ${lines} l where l.tenant_id = ${orders}.tenant_id and l.order_id = ${orders}.id)`;
const alone = db.select({ n: byColumn }).from(orders);
const joined = db.select({ n: byColumn }).from(orders).leftJoin(notes, eq(notes.orderId, orders.id));
const named = db.select({ n: byTable }).from(orders);

console.log(alone.toSQL().sql);
console.log(`counted by column: ${alone.all()[0].n}, with a join: ${joined.all()[0].n}, by table: ${named.all()[0].n}`);
JS

result=$(node count.mjs)
echo "$result"
expected="counted by column: 3, with a join: 1, by table: 1"
grep -qF "$expected" <<< "$result" || { echo "This has changed: expected '$expected'" >&2; exit 1; }
