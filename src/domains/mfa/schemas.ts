import { SignedIn, signedInExample } from "#/domains/identity/index.ts";
import { InstantOut, z } from "#/kernel/fields.ts";

const ChallengeToken = z.string().max(4000).openapi({
  description: "`mfa_challenge_token` of the log-in's answer",
  example: "eyJ...",
});
const Code = z
  .string()
  .max(40)
  .openapi({ description: "with or without spaces and hyphens, in capitals or small letters", example: "123456" });

/** Without an access token the challenge admits the caller. */
export const SetUpMfa = z
  .strictObject({ challenge_token: ChallengeToken.optional() })
  .optional()
  .openapi("SetUpMfa", { example: { challenge_token: "eyJ..." } });
export const MfaSetup = z
  .object({
    secret: z.string().openapi({ description: "base32, for typing it in" }),
    otpauth_uri: z.string(),
    qr_svg: z.string().openapi({ description: "the URI as a QR code, an SVG image" }),
  })
  .openapi("MfaSetup", {
    example: {
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      otpauth_uri:
        "otpauth://totp/Smith%20HVAC:admin?issuer=Smith%20HVAC&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
      qr_svg: '<svg viewBox="0 0 53 53" xmlns="http://www.w3.org/2000/svg"><path d="M2 2h1v1H2Z"/></svg>',
    },
  });

export const EnableMfa = z
  .strictObject({ code: Code, challenge_token: ChallengeToken.optional() })
  .openapi("EnableMfa", { example: { code: "123456" } });

const backup_codes = z
  .array(z.string())
  .length(10)
  .openapi({ description: "each works once in place of a code; shown now and never again" });
const codesExample = Array.from("0123456789", (n) => `7K${n}M-Q4RT-9XWZ`);
export const BackupCodes = z
  .object({ backup_codes })
  .openapi("BackupCodes", { example: { backup_codes: codesExample } });

export const MfaEnabled = z.object({ backup_codes, ...SignedIn.partial().shape }).openapi("MfaEnabled", {
  description: "with the tokens of a session where a log-in waited for the enrolment",
  example: { backup_codes: codesExample, ...signedInExample },
});
export const MfaDisabled = z
  .object({ mfa_enabled: z.literal(false) })
  .openapi("MfaDisabled", { example: { mfa_enabled: false } });

export const VerifyMfa = z
  .strictObject({ challenge_token: ChallengeToken, code: Code })
  .openapi("VerifyMfa", { example: { challenge_token: "eyJ...", code: "123456" } });

export const MailMfaCode = z
  .strictObject({ challenge_token: ChallengeToken })
  .openapi("MailMfaCode", { example: { challenge_token: "eyJ..." } });
export const MfaCodeMailed = z
  .object({ sent_to: z.string().openapi({ description: "the address, masked" }), expires_at: InstantOut })
  .openapi("MfaCodeMailed", {
    example: { sent_to: "j***@smithhvac.example", expires_at: "2026-03-28T09:05:00.000Z" },
  });

export const UnlockMfa = z
  .strictObject({ token: z.string().max(1000).openapi({ description: "what follows the # of the mailed link" }) })
  .openapi("UnlockMfa", {
    example: { token: "lnk_0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90_q3J5v0s8mB1xZ6kT9cW2yR4uP7nA0dF3gH5jL8eQ1oI" },
  });
export const MfaUnlocked = z
  .object({ unlocked: z.literal(true) })
  .openapi("MfaUnlocked", { example: { unlocked: true } });
