import { NewPassword, z } from "#/kernel/fields.ts";

/** A password that must only be compared. */
const GivenPassword = z.string().max(1000);

export const ChangePassword = z
  .strictObject({ old_password: GivenPassword, new_password: NewPassword })
  .openapi("ChangePassword", {
    example: { old_password: "securePassword123!", new_password: "three trucks leave at dawn" },
  });

export const ForgotPassword = z
  .strictObject({ username: z.string().max(254).optional(), email: z.string().max(254).optional() })
  .refine(({ username, email }) => (username === undefined) !== (email === undefined), {
    path: ["username"],
    error: "send either username or email",
  })
  .openapi("ForgotPassword", { example: { username: "admin" } });
export const LinkRequested = z.object({ message: z.string() }).openapi("LinkRequested", {
  example: { message: "If there is such a user with an e-mail address, a link to set a new password is on its way." },
});

export const ResetPassword = z
  .strictObject({ token: z.string().max(1000), new_password: NewPassword })
  .openapi("ResetPassword", {
    example: {
      token: "lnk_0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90_q3J5v0s8mB1xZ6kT9cW2yR4uP7nA0dF3gH5jL8eQ1oI",
      new_password: "three trucks leave at dawn",
    },
  });
