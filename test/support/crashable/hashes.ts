import Argon2 from "@phi-ag/argon2";

// How much work a log-in makes is told by what it asks of Argon2, whoever else is at work on the machine: times are not.

/** Password under the pepper -> the effort of each hash that was made of it, as a PHC string has it: `m=19456,t=2,p=1`. */
const efforts = new Map<string, string[]>();

const note = (password: string, effort: string): void => {
  efforts.set(password, [...(efforts.get(password) ?? []), effort]);
};

/** Hash -> the password it was made of here. Nobody finds another one that fits, so the answer to any is known and not computed again. */
const origins = new Map<string, string>();

/** From here on every hash is noted, and computed once. The module is one for all who import it. */
export function noteHashes(): void {
  const original: Argon2 = Object.create(null, Object.getOwnPropertyDescriptors(Argon2.prototype));
  Argon2.prototype.tryHash = function (password, options = {}) {
    note(password, `m=${options.memoryCost},t=${options.timeCost},p=${options.parallelism}`);
    const made = original.tryHash.call(this, password, options);
    if (made.success) origins.set(made.data.encoded, password);
    return made;
  };
  Argon2.prototype.tryVerify = function (encoded, password, type) {
    note(password, /\$(m=\d+,t=\d+,p=\d+)\$/.exec(encoded)?.[1] ?? encoded);
    const origin = origins.get(encoded);
    if (origin === undefined) return original.tryVerify.call(this, encoded, password, type);
    return origin === password ? { success: true } : { success: false, error: "another password" };
  };
}

export const hashesOf = (password: string): string[] => efforts.get(password) ?? [];
