import type { BudgetPage, ConsumersPage } from '#shared/energy/review/page.ts';
import { requestHttp } from './http-request.ts';

const DOOR = '/api/v1/energy';

/**
 * Targets of some years of what some meters count, by the path of the meter; those that count nothing with a target
 * of its own are left out.
 * @throws HttpError
 */
export async function requestTargets(
  station: string,
  meters: readonly string[],
  years: readonly number[],
): Promise<ReadonlyMap<string, readonly BudgetPage[]>> {
  const known = await requestHttp<ConsumersPage>(`${DOOR}/consumers?station=${station}`);
  const asked = known.consumers.flatMap(({ id, tag }) =>
    tag !== null && meters.includes(tag) ? [{ id: encodeURIComponent(id), tag }] : [],
  );
  const pages = asked.map(async ({ id, tag }) => {
    const where = `${DOOR}/budget?station=${station}&consumer=${id}`;
    const ofYears = years.map((year) => requestHttp<BudgetPage>(`${where}&year=${year}`));
    return [tag, await Promise.all(ofYears)] as const;
  });
  return new Map(await Promise.all(pages));
}
