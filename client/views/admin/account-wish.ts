import type { Role } from '#shared/wire/access.ts';

/** What is asked for of a new account, or changed of one. */
export interface AccountWish {
  readonly name: string;
  readonly label: string;
  readonly roles: readonly Role[];
}
