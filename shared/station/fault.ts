/** One thing wrong with what somebody gave us, said so that they can mend it. */
export interface Fault {
  /** Where: `stations[0].units[2].hill.efficiency[1][3]`; empty for the whole. */
  readonly path: string;
  /** What is wrong there. */
  readonly wrong: string;
  /** What would be right. */
  readonly right: string;
}

/** A value that passed its door, or every fault found in it. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The fault as one line: `path: what is wrong, what would be right`. */
export function faultLine(fault: Fault): string {
  const said = `${fault.wrong}, ${fault.right}`;
  return fault.path === '' ? said : `${fault.path}: ${said}`;
}
