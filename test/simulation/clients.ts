import { storeUnchanged } from "#/db/tenant/commit.ts";
import { Replay } from "#/db/tenant/stored-answers.ts";
import { AppError } from "#/kernel/errors.ts";
import { ctxOf, type Person, referrerCtx } from "./base.ts";
import type { Operation } from "./operations.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { World } from "./world.ts";

// Clients as reliability.md asks them to be: each write has an Idempotency-Key, and is sent again until its answer says what became of it.

export type Call = Operation & {
  key: string;
  /** When it is sent (again). */
  at: number;
  /** Requests under way. */
  open: number;
  /** The answer that was believed. */
  answer: { body: string } | { refusal: string } | undefined;
  /** The first success; each later answer must be the same. */
  success: string | undefined;
};

const AGAIN_MS = 3000;
/** What says to come again: of two copies of one request one may have loaded what the other, or somebody else, has changed by now. */
const isSentAgain = ({ kind, reason }: AppError) =>
  kind === "unavailable" || reason === "idempotency.in_progress" || reason.endsWith(".changed_meanwhile");

export function openClients(random: Random, scheduler: Scheduler, world: World, problems: string[]) {
  const calls: Call[] = [];

  /** A request of somebody in a business. */
  async function ask(call: Call & { by: Person }): Promise<string> {
    const ctx = ctxOf(world, call.by, { key: call.key, fingerprint: call.name });
    ctx.requestId = call.key; // so the audit log tells which changes a key has made
    await storeUnchanged(ctx, await call.run(ctx));
    return ctx.asked.idempotency?.stored ?? "";
  }
  async function request(call: Call): Promise<void> {
    try {
      succeeded(call, call.by === "referrer" ? await call.run(referrerCtx(world)) : await ask(call));
    } catch (error) {
      if (error instanceof Replay) succeeded(call, error.body);
      else if (!(error instanceof AppError)) problems.push(`${call.name} failed: ${String(error)}`);
      else if (isSentAgain(error)) again(call);
      else if (error.kind === "internal") problems.push(`${call.name} failed: ${error.reason} ${error.message}`);
      else answered(call, { refusal: error.reason });
    }
  }
  function succeeded(call: Call, body: string): void {
    if (call.success !== undefined && call.success !== body) problems.push(`${call.name} was answered in two ways`);
    call.success = body;
    answered(call, { body });
  }
  function answered(call: Call, answer: NonNullable<Call["answer"]>): void {
    if (call.success !== undefined && "refusal" in answer)
      problems.push(`${call.name} was carried out, and then refused: ${answer.refusal}`);
    const isLost = !isCalm && random.chance(0.1);
    if (isLost) again(call);
    if (isLost) return;
    call.answer = answer;
    scheduler.note(`${call.name}: ${"body" in answer ? "done" : answer.refusal}`);
  }
  const again = (call: Call): void => {
    call.at = scheduler.now() + random.below(AGAIN_MS);
  };

  let isCalm = false;
  const due = () => calls.filter(({ answer, at, open }) => !answer && open === 0 && at <= scheduler.now());
  return {
    calls,
    add: (operation: Operation): void =>
      void calls.push({
        ...operation,
        key: `key-${calls.length}`,
        at: scheduler.now(),
        open: 0,
        answer: undefined,
        success: undefined,
      }),
    isDone: () => calls.every(({ answer, open }) => answer && open === 0),
    underWay: () => calls.filter(({ answer }) => !answer).length,
    canSend: () => due().length > 0,
    nextAt: () =>
      calls.reduce(
        (first, { answer, at, open }) => (answer || open > 0 ? first : Math.min(first, at)),
        Number.POSITIVE_INFINITY,
      ),
    /** From now on no answer gets lost. */
    calm: (): void => {
      isCalm = true;
    },
    /** Sends one call; at times twice, at the same moment. */
    send(): void {
      const call = random.pick(due());
      const copies = !isCalm && random.chance(0.1) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        call.open++;
        const over = () => {
          call.open--;
        };
        const isolate = scheduler.start(
          call.name,
          async () => {
            await request(call);
            scheduler.over(isolate);
            over();
          },
          () => {
            over();
            again(call);
          },
        );
      }
    },
  };
}
export type Clients = ReturnType<typeof openClients>;
