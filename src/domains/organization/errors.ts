import { AppError } from "#/kernel/errors.ts";

export const notThatImage = (type: string) =>
  new AppError(
    "unsupported_media",
    "organization.logo_not_an_image",
    `The file is not what its Content-Type says: its first bytes are not those of ${type}.`,
  );
export const currencyNotInUse = (code: string) =>
  new AppError(
    "invalid",
    "organization.currency_not_in_use",
    `${code} is not the ISO 4217 code of a currency that is in use: it was withdrawn, or never was one. Choose another.`,
    { fields: { currency: "must be the ISO 4217 code of a currency that is in use, like USD" } },
  );
/** `places`: where in the list the unknown ones are. */
export const unknownRoles = (places: readonly number[]) =>
  new AppError(
    "invalid",
    "organization.unknown_role",
    "The setting mfa_required_roles can only name roles that exist. GET /admin/roles lists them.",
    {
      fields: Object.fromEntries(places.map((i) => [`mfa_required_roles.${i}`, "is not a role; see GET /admin/roles"])),
    },
  );
export const noLogo = () => new AppError("not_found", "organization.logo_not_found", "This business has no logo.");
