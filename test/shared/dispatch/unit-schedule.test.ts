import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Commitment,
  commitmentAfter,
  commitmentBefore,
  leaveOf,
} from '#shared/dispatch/commitment.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import { scheduleWorth } from '#shared/dispatch/unit-schedule.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

const STEPS = 7;

const money = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: least, max: most }), { minLength: STEPS, maxLength: STEPS });

const unitDay = fc.record({
  minUpMinutes: fc.constantFrom(0, 15, 40, 60),
  minDownMinutes: fc.constantFrom(0, 30, 45),
  startsPerDay: fc.constantFrom(null, 0, 1, 2),
  on: fc.boolean(),
  // A unit that has only just been switched is one step on, whatever its clock says.
  forMinutes: fc.constantFrom(15, 30, 500),
  outage: fc.option(fc.tuple(fc.nat(STEPS - 1), fc.integer({ min: 1, max: 3 }))),
  startsAt: fc.constantFrom('2026-06-01T00:00:00+08:00', '2026-06-01T23:15:00+08:00'),
  running: money(-9, 9),
  starting: money(0, 5),
});

test('no schedule that keeps its times and starts is worth more than told, and one is worth as much', () => {
  fc.assert(
    fc.property(unitDay, (given) => {
      const { minUpMinutes, minDownMinutes, startsPerDay, on, forMinutes, outage } = given;
      const unit = unitJson('u1', { minUpMinutes, minDownMinutes, startsPerDay });
      const outOfService = outage
        ? [{ unit: 'u1', fromStep: outage[0], toStep: Math.min(STEPS, outage[0] + outage[1]) }]
        : [];
      const stationDay = {
        levelM: 212,
        units: { u1: { on, forMinutes } },
        inflowM3s: flat(60, STEPS),
        outOfService,
      };
      const system = systemOf([stationJson('s1', [unit])]);
      const problem = problemOf(
        system,
        dayOf(STEPS, { s1: stationDay }, { start: given.startsAt }),
      );
      const station = problem.stations[0]!;
      const running = new Array<number>(STEPS).fill(-Infinity);
      const resting = new Array<number>(STEPS).fill(-Infinity);
      // All that may be run, step by step, by the rules that the simulator keeps.
      const tryFrom = (state: Commitment, t: number, worth: number, ran: boolean[]): void => {
        if (t === STEPS) {
          ran.forEach((was, i) => {
            const side = was ? running : resting;
            side[i] = Math.max(side[i]!, worth);
          });
          return;
        }
        const leave = leaveOf(problem, station, state, 0, t);
        for (const runs of [true, false]) {
          if (leave === (runs ? 'must-rest' : 'must-run')) continue;
          const started = runs && !state.on[0] ? given.starting[t]! : 0;
          const earned = runs ? given.running[t]! - started : 0;
          const after = commitmentAfter(problem, state, [runs ? 1 : 0], t);
          tryFrom(after, t + 1, worth + earned, [...ran, runs]);
        }
      };
      tryFrom(commitmentBefore(station), 0, 0, []);
      const told = scheduleWorth(
        problem,
        station,
        0,
        Float64Array.from(given.running),
        Float64Array.from(given.starting),
      );
      expect([...told.running]).toEqual(running);
      expect([...told.resting]).toEqual(resting);
      expect(told.best).toBe(Math.max(running[0]!, resting[0]!));
    }),
    { numRuns: 300 },
  );
});
