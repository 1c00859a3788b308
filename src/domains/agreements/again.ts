import { AppError } from "#/kernel/errors.ts";

/** Another commit has written what this one was decided by. */
const RACED = /\.(numbers_taken|period_billed|changed_meanwhile|source_taken|already_renewed)$/;
const MOST_TRIES = 8;

/** Loads, decides and commits again where another commit was faster: then there is something else to find. */
export async function again<R>(attempt: () => Promise<R>): Promise<R> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt();
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof AppError) || !RACED.test(error.reason)) throw error;
    }
}
