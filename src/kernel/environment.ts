import { AppError } from "./errors.ts";

/** Names that ENVIRONMENT may have. */
export const environments = ["production", "development"] as const;

/**
 * Whether the Worker runs on a developer's machine or in a test. What is only for development opens there and nowhere else: any other name
 * of ENVIRONMENT counts as production.
 */
export const isDevelopment = (env: { ENVIRONMENT: string }): boolean => env.ENVIRONMENT === "development";

/** Refuses what is only for development, as if its path did not exist. */
export function assertDevelopment(env: { ENVIRONMENT: string }): void {
  if (!isDevelopment(env))
    throw new AppError("not_found", "request.no_such_path", "There is nothing here. See /api/docs.");
}
