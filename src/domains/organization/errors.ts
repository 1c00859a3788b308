import { AppError } from "#/kernel/errors.ts";

export const notThatImage = (type: string) =>
  new AppError(
    "unsupported_media",
    "organization.logo_not_an_image",
    `The file is not what its Content-Type says: its first bytes are not those of ${type}.`,
  );
export const noLogo = () => new AppError("not_found", "organization.logo_not_found", "This business has no logo.");
