/** Names that ENVIRONMENT may have. */
export const environments = ["production", "development"] as const;

/**
 * Whether the Worker runs on a developer's machine or in a test. What is only for development opens there and nowhere else: any other name
 * of ENVIRONMENT counts as production.
 */
export const isDevelopment = (env: { ENVIRONMENT: string }): boolean => env.ENVIRONMENT === "development";
