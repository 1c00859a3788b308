import { AppError } from "#/kernel/errors.ts";

export const urlRefused = (problem: string) =>
  new AppError("invalid", "webhook.url_refused", `url: ${problem}`, { fields: { url: problem } });

export const tooManyEndpoints = (max: number) =>
  new AppError(
    "conflict",
    "webhook.too_many_endpoints",
    `A business has at most ${max} webhook endpoints. Let one endpoint take several events.`,
  );
