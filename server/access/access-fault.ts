/** Why something about accounts, passwords or tokens cannot be done as asked. */
export const ACCESS_FAULTS = [
  'bad-name',
  'name-taken',
  'no-role',
  'weak-password',
  'wrong-password',
  'link-gone',
  'last-administrator',
  'changed-meanwhile',
  'no-such',
  'bad-scope',
] as const;
export type AccessFaultCode = (typeof ACCESS_FAULTS)[number];

/** Cannot be done as asked; the message names cause and cure, `detail` what of several it was. */
export class AccessFault extends Error {
  constructor(
    readonly code: AccessFaultCode,
    message: string,
    readonly detail: string | null = null,
  ) {
    super(message);
    this.name = 'AccessFault';
  }
}
