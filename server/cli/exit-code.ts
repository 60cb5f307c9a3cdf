/** How a command ends; scripts count on these (files.md, command line). */
export const EXIT = {
  /** The result was written. */
  done: 0,
  /** The program failed. */
  failed: 1,
  /** The input cannot be used; each fault is on a line of standard error. */
  badInput: 2,
  /** `check`: the plan breaks a limit that it does not declare. `audit verify`: the audit is not as it was written. */
  broken: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
