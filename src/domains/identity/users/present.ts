import type { User } from "../repo.ts";

/** A user as administrators see him: nothing of his password and his second factor but whether there is one. */
export const presentUser = (user: User) => ({
  id: user.id,
  username: user.username,
  name: user.name,
  email: user.email,
  roles: user.roles,
  technicianId: user.technicianId,
  status: user.status,
  mfaEnabled: user.mfaEnabledAt !== null,
  createdAt: user.createdAt,
  updatedAt: user.updatedAt,
  version: user.version,
});
