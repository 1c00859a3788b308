import { KeyUseList, SealedAgain } from "#/domains/platform/key-schemas.ts";
import type { Api } from "./api.ts";
import { signInToPlatform, WHERE } from "./platform-api.ts";
import { fail } from "./project.ts";
import { misused, readArguments } from "./usage.ts";

const USAGE = `npm run keys -- list      tells what each shard still keeps under an old SEAL_KEY or PASSWORD_PEPPER
npm run keys -- reseal    seals all of it again that is under an old SEAL_KEY; passwords change at their owners' next log-in

${WHERE} You can interrupt and repeat each command.`;

const list = async (platform: Api) => (await platform.call("GET /platform/keys", KeyUseList)).shards;

async function reseal(platform: Api): Promise<void> {
  let left = 0;
  for (const { shard } of await list(platform))
    for (;;) {
      const done = await platform.call("POST /platform/keys/reseal", SealedAgain, { body: { shard } });
      console.log(`${shard}: ${done.resealed} sealed again, ${done.sealed_with_old_key} left`);
      if (done.resealed > 0 && done.sealed_with_old_key > 0) continue;
      left += done.sealed_with_old_key;
      break;
    }
  if (left > 0)
    throw new Error(
      `${left} values are still under an old key: of businesses that move now (repeat later), or those that the log names as "sealed value cannot be opened".`,
    );
}

async function keys(): Promise<void> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: { remote: { type: "boolean", default: false } },
  });
  const [command = ""] = positionals;
  if (command !== "list" && command !== "reseal")
    misused(USAGE, command ? `Unknown command: ${command}` : "The command is missing.");
  const platform = await signInToPlatform(USAGE, values.remote);
  if (command === "list") console.table(await list(platform));
  else await reseal(platform);
}

await keys().catch(fail);
