/**
 * A unit's state as the screens tell it apart. `stopping`: told to be off, its output not gone yet;
 * `contrary`: off by its state and yet making power, for longer than a stop takes.
 */
export type RunState = 'running' | 'stopped' | 'starting' | 'stopping' | 'contrary' | 'unknown';
