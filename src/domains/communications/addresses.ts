type Place = { env: { PUBLIC_URL: string }; tenant: { id: string } };

const base = ({ env, tenant }: Place): string => `${env.PUBLIC_URL}/api/v1/integrations/twilio/${tenant.id}`;

/** Where texts that come in are sent to. */
export const incomingUrl = (place: Place): string => `${base(place)}/messages`;
/** Where the provider tells what became of a message: it names it, since the answer with the provider's own id may get lost. */
export const statusUrl = (place: Place, messageId: string): string => `${base(place)}/status?message=${messageId}`;

/** The page on which the reader of marketing says that they want no more of it. */
export const leaveUrl = ({ env }: Pick<Place, "env">, token: string): string => `${env.PUBLIC_URL}/leave#${token}`;
/** Where the mail program of that reader says it for them, by a POST. A GET leads to the page. */
export const oneClickUrl = ({ env }: Pick<Place, "env">, token: string): string =>
  `${env.PUBLIC_URL}/api/v1/leave/${token}`;
