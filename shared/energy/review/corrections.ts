import type { MeterDay } from './day-facts.ts';
import type { Correction } from './notes.ts';

const SLOT_MS = 15 * 60_000;

/** Why a correction cannot be made as it is set, in words; null: it can. */
export function correctionFault(
  { fromMs, toMs, how, amount }: Correction,
  day: { readonly startMs: number; readonly endMs: number },
): string | null {
  if (fromMs >= toMs) return 'the stretch ends before it begins; give an end after its beginning';
  if (fromMs < day.startMs || toMs > day.endMs)
    return 'the stretch goes beyond its day; correct each day by itself';
  if (how === 'readings') return null;
  if ((fromMs - day.startMs) % SLOT_MS !== 0 || (toMs - day.startMs) % SLOT_MS !== 0)
    return 'energy is booked in quarter-hours; begin and end at one';
  if (how === 'amount' && (amount === null || amount < 0))
    return 'the amount that was used is missing, or below 0';
  return null;
}

/**
 * A meter's day as corrected by hand: an amount is shared out evenly over its quarter-hours, since nothing finer is
 * known. Of two that overlap the later one counts.
 * @param corrections of this meter and day, oldest first
 */
export function correctedMeter(
  meter: MeterDay,
  corrections: readonly Correction[],
  startMs: number,
): MeterDay {
  const kwh = [...meter.kwh];
  const states = [...meter.states];
  for (const { fromMs, toMs, how, amount, state } of corrections) {
    if (state === 'taken-back' || how === 'readings') continue;
    const from = Math.round((fromMs - startMs) / SLOT_MS);
    const to = Math.min(kwh.length, Math.round((toMs - startMs) / SLOT_MS));
    for (let t = from; t < to; t++) {
      kwh[t] = how === 'amount' ? amount! / (to - from) : null;
      states[t] = how === 'amount' ? 'corrected' : 'missing';
    }
  }
  return { kwh, states };
}
