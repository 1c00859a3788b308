import { AppError } from "#/kernel/errors.ts";

/** Each time another commit was faster, so as many side by side get through. */
const MOST_TRIES = 8;

/**
 * Loads, decides and commits again where another commit was faster, which a refusal says that is one of these: then there is something else to find.
 * A caller whose If-Match fails hears of it at once.
 */
export const againAfter =
  (isRaced: (refusal: AppError) => boolean) =>
  async <R>(attempt: () => Promise<R>): Promise<R> => {
    for (let tries = 1; ; tries++)
      try {
        return await attempt();
      } catch (error) {
        if (tries === MOST_TRIES || !(error instanceof AppError) || !isRaced(error)) throw error;
      }
  };
