#!/usr/bin/env bash
# TypeScript 7.0.2 with --incremental does not check a file again when only a global type that it uses has changed. One would guess that the
# build information is a cache and never changes the result, as in 5.9.3. Seen: a property is taken out of a global interface (as `wrangler types`
# does when a binding goes), and tsc still finds no error; a property is put in, and tsc still complains. It matters to everybody who generates
# the types of their Worker's bindings and keeps a tsBuildInfoFile: delete that file whenever the global types are written.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > tsconfig.json <<'JSON'
{ "compilerOptions": { "strict": true, "noEmit": true, "incremental": true, "tsBuildInfoFile": "info", "types": [], "target": "esnext", "module": "esnext" }, "include": ["*.ts"] }
JSON
echo 'export const f = (env: Cloudflare.Env): string => env.B;' > uses.ts
with='declare namespace Cloudflare { interface Env { A: string; B: string } }'
without='declare namespace Cloudflare { interface Env { A: string } }'

# Says what tsc finds: first with the one global type, then with the other.
check() {
  rm -f info
  echo "$2" > env.d.ts
  "$1" -p . > first && first=fine || first=error
  echo "$3" > env.d.ts
  "$1" -p . > second && second=fine || second=error
  echo "$first then $second"
}

result=
for version in 5.9.3 7.0.2; do
  npm install --silent --no-audit --no-fund --prefix "$version" "typescript@$version" > /dev/null
  tsc="$dir/$version/node_modules/.bin/tsc"
  result+="$version: taken out: $(check "$tsc" "$with" "$without"); put in: $(check "$tsc" "$without" "$with")"$'\n'
done
printf '%s' "$result"
expected='5.9.3: taken out: fine then error; put in: error then fine
7.0.2: taken out: fine then fine; put in: error then error
'
[ "$result" = "$expected" ] || { echo "This has changed."; exit 1; }
