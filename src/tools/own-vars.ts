type Vars = Readonly<Record<string, unknown>>;

/**
 * The variables of a deployment: those of wrangler.toml, each replaced by the environment's value where it has one. An empty value counts:
 * it switches off what it names. Throws where one of the `judged` is wrangler.toml's example, or a mode other than production.
 */
export function ownVars(
  examples: Vars,
  environment: Readonly<Record<string, string | undefined>>,
  judged: readonly string[] = Object.keys(checks),
): Record<string, unknown> {
  const vars = Object.fromEntries(
    Object.entries(examples).map(([name, example]) => [name, environment[name] ?? example]),
  );
  const problems = Object.entries(checks).flatMap(([name, fits]) =>
    judged.includes(name) ? problemOf(name, vars[name], fits) : [],
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return vars;
}

const WANTED: Record<string, string> = {
  PUBLIC_URL: "the address of your API, https and no path, for instance PUBLIC_URL=https://api.your-domain",
  MAIL_FROM: "the sender of its mails at your own domain, for instance MAIL_FROM=no-reply@your-domain",
  CONTACT_EMAIL: "the address at which integrators reach you, for instance CONTACT_EMAIL=developers@your-domain",
  ENVIRONMENT: "production, or leave it unset",
};

const problemOf = (name: string, value: unknown, fits: (value: string) => boolean): string[] =>
  typeof value === "string" && fits(value)
    ? []
    : [`${name} is ${JSON.stringify(value)}. Set it to ${WANTED[name]}. Nothing was done.`];

/** Names that RFC 2606 and RFC 6761 keep for examples, and a machine's own. */
const isExample = (host: string): boolean =>
  /(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(com|net|org)$/i.test(host);

const isOwnAddress = (value: string): boolean => {
  const [, domain = ""] = /^[^\s@]+@([^\s@]+\.[^\s@]+)$/.exec(value) ?? [];
  return domain !== "" && !isExample(domain);
};

const checks: Record<string, (value: string) => boolean> = {
  PUBLIC_URL(value) {
    const url = URL.parse(value);
    return url?.protocol === "https:" && url.origin === value && !isExample(url.hostname);
  },
  MAIL_FROM: isOwnAddress,
  CONTACT_EMAIL: isOwnAddress,
  ENVIRONMENT: (value) => value === "production",
};
