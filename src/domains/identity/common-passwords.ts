let loaded: Promise<Set<string>> | undefined;

/** Some 50,000 passwords that turned up in leaks most often, in lower case. Half a megabyte, so only where a password is set. */
async function load(): Promise<Set<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"].map((password) => password.toLowerCase()));
}

/** Whether it is among the passwords that everybody tries first, in any case. */
export async function isCommonPassword(password: string): Promise<boolean> {
  loaded ??= load();
  return (await loaded).has(password.normalize("NFKC").toLowerCase());
}
