import { describe, expect, it } from 'vitest';
import { expectedKwh } from '#shared/energy/model/baseline.ts';
import { closeDay, type ConsumerDay } from '#shared/energy/review/close-day.ts';
import { dateAfter } from '#shared/energy/review/calendar.ts';
import { cusum } from '#shared/energy/review/cusum.ts';
import { spanLights } from '#shared/energy/review/span-lights.ts';
import { fixedNoise, madeBaseline, madeRow } from './made-days.ts';
import { madeFacts, meteredEvenly } from './made-facts.ts';

const baseline = madeBaseline(40);
const { sigmaKwh } = baseline;

/** Days from 1 March that use so many σ more than expected each; `null`: left out by an event. */
function daysOf(sigmas: readonly (number | null)[], targetShare: number | null = 1): ConsumerDay[] {
  const noise = fixedNoise(11);
  return sigmas.map((sigma, i) => {
    const date = dateAfter('2025-03-01', i);
    const row = madeRow(date, noise);
    const usual = expectedKwh(baseline, row);
    return closeDay({
      consumer: 'cooling',
      facts: madeFacts(date, row),
      meter: meteredEvenly(usual + (sigma ?? 9) * sigmaKwh),
      baselines: { daily: baseline, hourly: null },
      targetKwh: targetShare === null ? null : usual * targetShare,
      plan: null,
      plannedServiceKwh: null,
      event: sigma === null ? 'Repair' : null,
      past: [],
    });
  });
}
const lightsOf = (days: readonly ConsumerDay[]) =>
  spanLights(days, { points: cusum(days, sigmaKwh), sigmaKwh });

describe('the lights of a month', () => {
  it('can be red though no day is: what is small every day adds up', () => {
    // 16 days of +1σ: Σ = 16σ against a band of 2σ·√16 = 8σ (and a little for the model): beyond it, and 1.5 times.
    const days = daysOf(Array.from({ length: 16 }, () => 1));
    expect(days.every(({ lights }) => lights[1]!.colour === 'green')).toBe(true);
    const [, unexplained, shift] = lightsOf(days);
    expect(unexplained).toMatchObject({ code: 'unexplained-more', colour: 'red' });
    expect(unexplained!.data['kwh']).toBeCloseTo(16 * sigmaKwh, 4);
    expect(unexplained!.data['days']).toBe(16);
    // C⁺ after 16 days of 1σ with a slack of 0.5σ: 8σ, beyond 5σ.
    expect(shift).toMatchObject({ code: 'cusum-rising', colour: 'red' });
  });

  it('can be green though a day was red: one bad day is not a bad month', () => {
    const days = daysOf([4, ...Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? -0.3 : 0))]);
    expect(days[0]!.lights[1]!.colour).toBe('red');
    const [, unexplained] = lightsOf(days);
    // 4σ − 12 · 0.3σ = 0.4σ of a band of 10σ.
    expect(unexplained).toMatchObject({ code: 'unexplained-within', colour: 'green' });
  });

  it('hold what was used against the target of the same days, and leave out those that an event does', () => {
    const [target] = lightsOf(daysOf([0, 0, null, 0], 1 / 1.03));
    expect(target).toMatchObject({ code: 'target-used', colour: 'yellow' });
    expect(target!.data).toEqual({ percent: expect.closeTo(103, 6) as number, days: 3 });
    expect(lightsOf(daysOf([0, 0], null))[0]).toMatchObject({ code: 'target-none', colour: null });
  });

  it('are none, with the usual reason, where no day has one', () => {
    for (const light of lightsOf(daysOf([null, null])))
      expect(light).toMatchObject({ colour: null, code: 'excluded', data: { event: 'Repair' } });
    for (const light of lightsOf([])) expect(light).toMatchObject({ colour: null });
    for (const light of spanLights([], null)) expect(light).toMatchObject({ colour: null });
  });
});
