import { stripVTControlCharacters } from "node:util";

// The runtime prints five lines with addresses of its own code for each request that finds nobody: a webhook's receiver that is down, say.

const FAILED_REQUEST = /\[ERROR\] (?:e = )?\S+\.(?:rs|c\+\+|h):\d+: failed: (.+)$/;
/** The look for why it failed (integrations/reach.ts) has failed too, as it may. */
const SECOND_LOOK = /\[ERROR\] Socket proxy disconnected/;
const STACK = /^\s*stack: /;

/** A line of the runtime as it is shown: a failed request of the Worker in one line of our own; undefined for what tells a reader nothing. */
export function readable(line: string): string | undefined {
  const text = stripVTControlCharacters(line);
  if (text.trim() === "" || STACK.test(text) || SECOND_LOOK.test(text)) return undefined;
  const [, why] = FAILED_REQUEST.exec(text) ?? [];
  return why ? `A request to another server failed: ${why}` : line;
}
