import type { Trial, TrialState } from './trial.ts';

/** Form of what this browser keeps; another form is let go. */
const FORM = 'forebay-desk/2';

/** A trial that nobody has touched for longer than a shift and its handing over is let go, ms. */
export const KEPT_MS = 14 * 3_600_000;

interface Kept {
  readonly form: string;
  readonly trials: readonly Trial[];
}

const keyOf = (station: string): string => `forebay.desk.${station}`;

/** Set points to the tenth of a watt: what more there is are digits of rounding. */
const rounded = (mw: number): number => Math.round(mw * 1e7) / 1e7;

/** Writes the trials of a station into this browser, so that they outlive a reload. */
export function keepTrials(storage: Storage, station: string, trials: readonly Trial[]): void {
  const kept: Kept = { form: FORM, trials: trials.map(withoutWayBack) };
  storage.setItem(keyOf(station), JSON.stringify(kept));
}

/** The way back is of this page alone: it would be many times the trial itself. */
function withoutWayBack(trial: Trial): Trial {
  const { base, fixed }: TrialState = trial.state;
  const mw = Object.fromEntries(
    Object.entries(base.mw).map(([unit, series]) => [unit, series.map(rounded)]),
  );
  return { ...trial, state: { base: { ...base, mw }, fixed }, past: [], future: [] };
}

/** The trials that were kept and are not too old; none where what is kept cannot be read. */
export function keptTrials(storage: Storage, station: string, nowMs: number): Trial[] {
  const text = storage.getItem(keyOf(station));
  if (text === null) return [];
  try {
    const kept = JSON.parse(text) as Kept;
    if (kept.form !== FORM) return [];
    return kept.trials.filter(({ changedAt }) => nowMs - changedAt < KEPT_MS);
  } catch {
    return [];
  }
}
