import type { z } from "zod";
import { DeadLetter, DeadLetterPage } from "#/domains/platform/dead-letter-schemas.ts";
import type { Api } from "./api.ts";
import { signInToPlatform, WHERE } from "./platform-api.ts";
import { fail } from "./project.ts";
import { misused, readArguments } from "./usage.ts";

const USAGE = `npm run dead-letters -- list [--queue QUEUE] [--handled]       lists the dead letters that wait, or those that are done with
npm run dead-letters -- replay ID... | --all [--queue QUEUE]   sends them to their queues again
npm run dead-letters -- discard ID... | --all [--queue QUEUE]  marks them as done with, without sending them

${WHERE} You can interrupt and repeat each command.`;

type Letter = z.output<typeof DeadLetter>;
type Filter = { queue?: string | undefined; handled: boolean };

/** Every dead letter of a filter, as it is now: what comes later is left for the next time. */
async function find(platform: Api, { queue, handled }: Filter): Promise<Letter[]> {
  const letters = new Map<string, Letter>();
  for (let page = 1, pages = 1; page <= pages; page++) {
    const query = new URLSearchParams({
      ...(queue && { queue }),
      handled: String(handled),
      limit: "200",
      page: `${page}`,
    });
    const found = await platform.call(`GET /platform/dead-letters?${query.toString()}`, DeadLetterPage);
    for (const letter of found.items) letters.set(letter.id, letter);
    pages = found.total_pages ?? 1;
  }
  return [...letters.values()];
}

async function deadLetters(): Promise<void> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: {
      queue: { type: "string" },
      handled: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      remote: { type: "boolean", default: false },
    },
  });
  const { queue, handled, all, remote } = values;
  const [command = "", ...named] = positionals;
  if (!["list", "replay", "discard"].includes(command))
    misused(USAGE, command ? `Unknown command: ${command}` : "The command is missing.");
  if (command !== "list" && all === named.length > 0) misused(USAGE, "Name dead letters by their ids, or say --all.");
  const platform = await signInToPlatform(USAGE, remote);
  if (command === "list")
    return console.table(
      (await find(platform, { queue, handled })).map(({ handled_as, handled_by, handled_at, ...letter }) =>
        handled ? { ...letter, handled_as, handled_by, handled_at } : letter,
      ),
    );
  const ids = all ? (await find(platform, { queue, handled: false })).map(({ id }) => id) : named;
  let refused = 0;
  for (const id of ids)
    try {
      const path = `/platform/dead-letters/${encodeURIComponent(id)}/${command}`;
      const letter = await platform.call(`POST ${path}`, DeadLetter);
      console.log(`${id} (${letter.queue}): ${letter.handled_as}`);
    } catch (error) {
      refused++;
      console.error(error instanceof Error ? error.message : error);
    }
  if (refused > 0) throw new Error(`${refused} of ${ids.length} were refused.`);
}

await deadLetters().catch(fail);
