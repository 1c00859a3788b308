import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { providers } from "#/integrations/identity-providers/port.ts";

// The Worker is told once where the identity providers are; a test opens and closes its own issuers behind these addresses.

export type Relays = {
  /** Address of each, by its name. */
  urls: Record<string, string>;
  /** Where what comes in goes; null: the line is dead. */
  direct: (name: string, port: number | null) => void;
  close: () => void;
};

export async function openRelays(): Promise<Relays> {
  const relays = await Promise.all(providers.map(async (name) => [name, await openRelay()] as const));
  const byName = new Map<string, Relay>(relays);
  return {
    urls: Object.fromEntries(relays.map(([name, { url }]) => [name, url])),
    direct: (name, port) => byName.get(name)?.direct(port),
    close: () => {
      for (const [, relay] of relays) relay.close();
    },
  };
}

export type Relay = {
  url: string;
  direct: (port: number | null) => void;
  /** From now on the line looks alive and carries nothing. */
  stall: () => void;
  /** What was held up goes through. */
  resume: () => void;
  close: () => void;
};

export async function openRelay(): Promise<Relay> {
  let target: number | null = null;
  let isStalled = false;
  const open = new Set<Socket>();
  const ways = new Map<Socket, Socket>();
  const hangUp = () => {
    for (const socket of open) socket.destroy();
  };
  const server: Server = createServer((incoming) => {
    if (target === null) return void incoming.destroy();
    const outgoing = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ways.delete(one);
        if (open.delete(one)) other.destroy();
      });
      ways.set(one, other);
      if (!isStalled) one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    direct: (port) => {
      target = port;
      hangUp();
    },
    stall: () => {
      isStalled = true;
      for (const [from, to] of ways) from.unpipe(to);
    },
    resume: () => {
      isStalled = false;
      for (const [from, to] of ways) from.pipe(to);
    },
    close: () => {
      server.close();
      hangUp();
    },
  };
}

/** The ids that the tests' app has at each provider. */
export const CLIENT_IDS = ["truckroll-web", "truckroll-phone"];

/** Settings of a Worker whose identity providers are behind these addresses. */
export const ssoVars = ({ urls }: Pick<Relays, "urls">): Record<string, string> =>
  Object.fromEntries(
    providers.flatMap((name) => {
      const prefix = `SSO_${name.toUpperCase()}`;
      const issuers = {
        google: `${urls.google},google.test`,
        apple: urls.apple,
        microsoft: `${urls.microsoft}/{tid}/v2.0`,
      };
      return [
        [`${prefix}_CLIENT_IDS`, CLIENT_IDS.join()],
        [`${prefix}_ISSUERS`, issuers[name] ?? ""],
        [`${prefix}_JWKS_URL`, `${urls[name]}/jwks`],
        [`${prefix}_AUTHORIZE_URL`, `${urls[name]}/auth`],
      ];
    }),
  );
