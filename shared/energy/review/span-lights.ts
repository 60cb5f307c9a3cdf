import type { ConsumerDay } from './close-day.ts';
import type { CusumPoint } from './cusum.ts';
import { cusumLight, type Doubt, type Light, targetLight, unexplainedLight } from './lights.ts';

const NO_DAY: Doubt = { code: 'incomplete', missingPercent: 100 };

/**
 * The lights of a month or year by the rules of a day: what was used against the target of the same days, the sum of
 * the unexplained against the band of independent days (the root of the sum of their squares), and where the
 * CUSUM stands on the last day that it speaks of. Days that are left out or incomplete count for none of them.
 * Each light tells in `days` how many days it speaks of.
 * @param cusum of these days, with the σ of their baseline; null: as the last of them was closed
 */
export function spanLights(
  days: readonly ConsumerDay[],
  cusum: { readonly points: readonly CusumPoint[]; readonly sigmaKwh: number } | null,
): Light[] {
  return [targetOf(days), unexplainedOf(days), cusum ? cusumOf(days, cusum) : lastCusum(days)];
}

const over = (light: Light, days: number): Light => ({ ...light, data: { ...light.data, days } });

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** Why most of the days have no light. */
function usualDoubt(days: readonly ConsumerDay[]): Doubt {
  const counts = new Map<Doubt['code'], { doubt: Doubt; count: number }>();
  for (const { doubt } of days) {
    if (!doubt) continue;
    const count = (counts.get(doubt.code)?.count ?? 0) + 1;
    counts.set(doubt.code, { doubt, count });
  }
  const [usual] = [...counts.values()].toSorted((a, b) => b.count - a.count);
  return usual?.doubt ?? NO_DAY;
}

function targetOf(days: readonly ConsumerDay[]): Light {
  const whole = days.filter(
    ({ lines, doubt }) =>
      lines.actualKwh !== null && doubt?.code !== 'incomplete' && doubt?.code !== 'excluded',
  );
  if (whole.length === 0) return over(targetLight(null, null, usualDoubt(days)), 0);
  const told = whole.filter(({ lines }) => lines.targetKwh !== null);
  const used = sum(told.map(({ lines }) => lines.actualKwh!));
  const target = told.length === 0 ? null : sum(told.map(({ lines }) => lines.targetKwh!));
  return over(targetLight(used, target, null), told.length);
}

/** Each day's own light tells what it could not explain, and its band. */
function unexplainedOf(days: readonly ConsumerDay[]): Light {
  const told = days.flatMap(({ lights }) => {
    const light = lights.find((one) => one.of === 'unexplained' && one.colour !== null);
    return light
      ? [{ kwh: Number(light.data['kwh']), bandKwh: Number(light.data['bandKwh']) }]
      : [];
  });
  if (told.length === 0) return over(unexplainedLight(0, 0, usualDoubt(days)), 0);
  const band = Math.sqrt(sum(told.map(({ bandKwh }) => bandKwh ** 2)));
  return over(unexplainedLight(sum(told.map(({ kwh }) => kwh)), band, null), told.length);
}

function cusumOf(
  days: readonly ConsumerDay[],
  { points, sigmaKwh }: { readonly points: readonly CusumPoint[]; readonly sigmaKwh: number },
): Light {
  const told = points.filter((point) => point.sumKwh !== null);
  const last = told.at(-1);
  if (!last) return over(cusumLight(0, 0, 0, usualDoubt(days)), 0);
  return over(cusumLight(last.highKwh, last.lowKwh, sigmaKwh, null), told.length);
}

function lastCusum(days: readonly ConsumerDay[]): Light {
  const told = days.flatMap(({ lights }) =>
    lights.filter((one) => one.of === 'cusum' && one.colour !== null),
  );
  return over(told.at(-1) ?? cusumLight(0, 0, 0, usualDoubt(days)), told.length);
}
