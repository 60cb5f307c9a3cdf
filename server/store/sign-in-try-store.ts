/** Failed sign-ins of one name, from one place or from all together. */
export interface SignInTries {
  readonly count: number;
  /** Of the last one, real ms. */
  readonly lastAt: number;
}

/** The place that stands for all places together. */
export const ANYWHERE = '*';

/** Port: failed sign-ins, so that a lock outlives a restart, and a guesser does not gain by one. */
export interface SignInTryStore {
  /** By place, and `ANYWHERE`; empty: none. */
  of(name: string): Promise<ReadonlyMap<string, SignInTries>>;
  /**
   * Counts a failed try at its place and anywhere, from 1 where those before are older than `forgetBefore`;
   * what is older is forgotten of every name.
   * @returns the counts now
   */
  count(
    name: string,
    place: string,
    at: number,
    forgetBefore: number,
  ): Promise<{ readonly here: number; readonly anywhere: number }>;
  /** Forgets a name's. */
  clear(name: string): Promise<void>;
}
