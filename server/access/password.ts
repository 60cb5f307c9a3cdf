import { hash, verify } from '@node-rs/argon2';
import { newSecret } from './secret.ts';

/** argon2id as OWASP's Password Storage Cheat Sheet asks for it: 19 MiB, two passes, one lane. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** Too few different characters to be called a password: `111111111111`, `abababababab`. */
const LEAST_DIFFERENT = 5;

/** What is wrong with a new password; null: nothing. Length counts, not a zoo of signs (NIST SP 800-63B). */
export function passwordFault(password: string, name: string): 'short' | 'long' | 'plain' | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return 'short';
  if (length > LONGEST_PASSWORD) return 'long';
  const told = password.toLowerCase();
  const isPlain =
    new Set(told).size < LEAST_DIFFERENT || told.includes(name) || name.includes(told);
  return isPlain ? 'plain' : null;
}

/** The same text typed on two keyboards is the same password. */
const normal = (password: string): string => password.normalize('NFKC');

/** A salted argon2id hash with its parameters, in the usual text form (`$argon2id$v=19$…`). */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), ARGON2ID);
}

let nobodysHash: Promise<string> | null = null;

/**
 * Whether a password is the one of `passwordHash`. Without a hash the work is done all the same, so that
 * the time taken does not tell whether there is such an account.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword(newSecret());
  const matches = await verify(passwordHash ?? (await nobodysHash), normal(password));
  return matches && passwordHash !== null;
}
