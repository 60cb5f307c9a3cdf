import fc from 'fast-check';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { plainDay, plainStationDay } from '../../fixtures/plain-system.ts';
import { cascade, real } from '../hydraulics/arbitraries.ts';

const series = (steps: number, max: number): fc.Arbitrary<number[]> =>
  fc.array(real(0, max), { minLength: steps, maxLength: steps });

/** A cascade with a day of it and any schedule: flows, rests, gated spill, outflow history. */
export const workedDay: fc.Arbitrary<{ system: System; day: Day; schedule: Schedule }> = fc
  .tuple(cascade, fc.integer({ min: 1, max: 8 }), fc.constantFrom(15, 30, 60))
  .chain(([system, steps, stepMinutes]) => {
    const flows = fc.array(fc.oneof(fc.constant(0), real(20, 90)), {
      minLength: steps,
      maxLength: steps,
    });
    const each = system.stations.map(({ units }) =>
      fc.record({
        inflowM3s: series(steps, 300),
        spillM3s: series(steps, 200),
        history: fc.array(real(0, 300), { maxLength: 4 }),
        flowsM3s: fc.tuple(...units.map(() => flows)),
      }),
    );
    return fc.tuple(...each).map((all) => {
      const ids = system.stations.map(({ id }) => id);
      return {
        system,
        day: {
          ...plainDay(steps, {}, { stepMinutes }),
          stations: Object.fromEntries(
            all.map(({ inflowM3s, history }, s) => [
              ids[s]!,
              plainStationDay(steps, { inflowM3s, outflowHistoryM3s: history }),
            ]),
          ),
        },
        schedule: {
          stations: Object.fromEntries(
            all.map(({ spillM3s, flowsM3s }, s) => [
              ids[s]!,
              {
                spillM3s,
                units: Object.fromEntries(flowsM3s.map((flowM3s, u) => [`u${u + 1}`, { flowM3s }])),
              },
            ]),
          ),
        },
      };
    });
  });
