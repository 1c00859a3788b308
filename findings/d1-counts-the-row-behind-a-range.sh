#!/usr/bin/env bash
# wrangler 4.164.0 (D1, local): `rows_read` counts the row at which a range ends, though it does not fit. One would guess that a read by an index counts
# the rows that it returns. Seen: the same three rows of a business count 3, and 4 once another business has rows behind them in the index; and a
# range with a bound costs 1 in a table without any rows. It matters to tests that hold queries to a budget of rows, and to those who compare two
# businesses: each read of a range is one row dearer or cheaper by what others have written, so that a budget without room fails now and then.
# Compare counts of one business, before and after.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund wrangler@4.164.0 > /dev/null

cat > wrangler.toml <<'TOML'
name = "rows"
compatibility_date = "2026-06-01"
[[d1_databases]]
binding = "DB"
database_id = "rows"
TOML
cat > run.mjs <<'JS'
import { getPlatformProxy } from "wrangler";
const { env, dispose } = await getPlatformProxy({ configPath: "wrangler.toml", persist: false });
await env.DB.exec("create table jobs (tenant text, id integer, slot integer, primary key (tenant, id)) without rowid");
await env.DB.exec("create index jobs_by_slot on jobs (tenant, slot)");
const counted = async (condition) => {
  const { results, meta } = await env.DB.prepare(`select id from jobs where ${condition}`).all();
  return `${results.length} rows count ${meta.rows_read}`;
};
const seen = [`empty table: ${await counted("tenant = 'b' and slot > 3")}`];
await env.DB.exec("insert into jobs values ('b', 1, 4), ('b', 2, 5), ('b', 3, 9)");
seen.push(`alone: ${await counted("tenant = 'b'")}`);
await env.DB.exec("insert into jobs values ('a', 1, 4)");
seen.push(`another before: ${await counted("tenant = 'b'")}`);
await env.DB.exec("insert into jobs values ('c', 1, 4)");
seen.push(`another behind: ${await counted("tenant = 'b'")}`);
console.log(seen.join("; "));
await dispose();
process.exit();
JS
result=$(node run.mjs | grep '^empty table')
echo "$result"
expected="empty table: 0 rows count 1; alone: 3 rows count 3; another before: 3 rows count 3; another behind: 3 rows count 4"
[ "$result" = "$expected" ] || { echo "This has changed."; exit 1; }
