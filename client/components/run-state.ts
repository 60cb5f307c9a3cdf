/** A unit's state as the screens tell it apart. */
export type RunState = 'running' | 'stopped' | 'starting' | 'unknown';
