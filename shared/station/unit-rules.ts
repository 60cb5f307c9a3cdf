import { belowRule, type Ids, lengthRule, risingRule } from './list-rules.ts';
import { knownCure } from './nearest.ts';
import { at, itemsOf, numberAt, type Place, textAt, type Tell } from './place.ts';

/** A unit's curves, table and ranges must agree with themselves and with each other. */
export function unitRules(tell: Tell, unit: Place, conduits: Ids): void {
  conduitRule(tell, unit, conduits);
  hillRules(tell, at(unit, 'hill'));
  const flowRange = at(unit, 'flowRange');
  risingRule(tell, flowRange, 0, 'head', 'strictly');
  for (const point of itemsOf(flowRange))
    belowRule(tell, at(point, 1), at(point, 2), {
      low: 'the smallest flow',
      high: 'the largest flow',
      equal: false,
    });
  risingRule(tell, at(unit, 'generator'), 0, 'mechanical power', 'strictly');
  belowRule(tell, at(unit, 'mwMin'), at(unit, 'mwMax'), {
    low: 'mwMin',
    high: 'mwMax',
    equal: false,
  });
  for (const zone of itemsOf(at(unit, 'forbidden'))) zoneRules(tell, zone, unit);
}

function conduitRule(tell: Tell, unit: Place, { sure, complete }: Ids): void {
  const conduit = at(unit, 'conduit');
  const id = textAt(conduit);
  if (id === undefined || !complete || sure.includes(id)) return;
  const right =
    sure.length > 0
      ? knownCure(id, sure)
      : 'list it under "conduits" of the station, or leave the key out';
  tell(conduit, `is ${JSON.stringify(id)}, which no conduit of the station is called`, right);
}

function hillRules(tell: Tell, hill: Place): void {
  const heads = at(hill, 'headsM');
  const flows = at(hill, 'flowsM3s');
  const table = at(hill, 'efficiency');
  risingRule(tell, heads, null, 'head', 'strictly');
  risingRule(tell, flows, null, 'flow', 'strictly');
  if (Array.isArray(heads.value)) lengthRule(tell, table, heads.value.length, 'head', 'rows');
  if (!Array.isArray(flows.value)) return;
  for (const row of itemsOf(table)) lengthRule(tell, row, flows.value.length, 'flow', 'columns');
}

function zoneRules(tell: Tell, zone: Place, unit: Place): void {
  const band = at(zone, 'mw');
  const edges = { low: 'the lower edge', high: 'the upper edge', equal: false };
  belowRule(tell, at(band, 0), at(band, 1), edges);
  const heads = at(zone, 'headM');
  belowRule(tell, at(heads, 0), at(heads, 1), edges);

  const low = numberAt(at(band, 0));
  const high = numberAt(at(band, 1));
  const mwMin = numberAt(at(unit, 'mwMin'));
  const mwMax = numberAt(at(unit, 'mwMax'));
  if (low === undefined || high === undefined || mwMax === undefined) return;
  if (low >= high || (mwMin !== undefined && mwMin >= mwMax)) return;
  const right = `a band within ${mwMin ?? 0} to ${mwMax} MW is needed`;
  if (low >= mwMax) tell(band, `is ${low} to ${high}, above mwMax`, right);
  else if (mwMin !== undefined && low < mwMin && high > mwMax && heads.value === undefined)
    tell(band, `is ${low} to ${high}: it leaves no output`, right);
}
