let loaded: Promise<Set<string>> | undefined;

/** Some 50,000 passwords that turn up in leaks most often, in lower case. Half a megabyte, so loaded only where a password is set. */
async function load(): Promise<Set<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"].map((password) => password.toLowerCase()));
}

/** Whether a password, in any case, is among those that everybody tries first. */
export async function isCommonPassword(password: string): Promise<boolean> {
  loaded ??= load();
  return (await loaded).has(password.normalize("NFKC").toLowerCase());
}
