import type { Retention } from '#shared/station/site-schema.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Connection } from './connection.ts';

/** Plans removed in one transaction: each is some hundred kilobytes. */
const PLANS_PER_SLICE = 50;

const before = (now: number, days: number): number => now - days * 24 * MS_PER_HOUR;

/**
 * Removes one slice of plans that never were in force, of forecasts and of trials that are older than
 * their retention. Plans that were in force are kept for good, with all they were computed from.
 * @returns how many rows went; 0: nothing is left to remove
 */
export function prunePlansSlice(connection: Connection, retention: Retention, now: number): number {
  return connection.write(() => {
    const plans = connection.run(
      `delete from plan where number in (
         select number from plan
         where ends_at < ? and in_force_from is null
         order by ends_at limit ${PLANS_PER_SLICE})`,
      before(now, retention.otherPlansDays),
    );
    if (plans > 0) {
      connection.run('delete from plan_system where hash not in (select system from plan_input)');
      return plans;
    }
    return (
      connection.run(
        'delete from forecast where issued_at < ?',
        before(now, retention.forecastsDays),
      ) +
      connection.run(
        'delete from what_if where shift_starts_at < ?',
        before(now, retention.whatIfsDays),
      )
    );
  });
}
