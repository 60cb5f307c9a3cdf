import { belowRule, idsOf, itemOf } from './list-rules.ts';
import { knownCure } from './nearest.ts';
import { at, itemsOf, type Place, type Tell, textAt } from './place.ts';

/** What must hold among the meters of a site: a tree, and flexible consumers that can be placed. */
export function feederRules(tell: Tell, feeders: Place): void {
  const { sure, complete } = idsOf(feeders);
  for (const feeder of itemsOf(feeders)) {
    const parent = at(feeder, 'parent');
    const name = textAt(parent);
    if (name !== undefined && complete && !sure.includes(name))
      tell(parent, `is ${JSON.stringify(name)}, which no feeder is`, knownCure(name, [...sure]));
    else if (isOwnAncestor(feeders, feeder))
      tell(
        parent,
        `is ${JSON.stringify(name)}, which it feeds itself`,
        'feeders must form a tree: a parent further up, or none, is needed',
      );
    flexibleRule(tell, at(feeder, 'flexible'));
  }
}

function isOwnAncestor(feeders: Place, feeder: Place): boolean {
  const own = textAt(at(feeder, 'id'));
  const seen = new Set<string>();
  let parent = textAt(at(feeder, 'parent'));
  while (parent !== undefined && !seen.has(parent)) {
    if (parent === own) return true;
    seen.add(parent);
    const above = itemOf(feeders, parent);
    parent = above && textAt(at(above, 'parent'));
  }
  return false;
}

function flexibleRule(tell: Tell, flexible: Place): void {
  if (flexible.value === undefined) return;
  const sump = at(flexible, 'sump');
  if (sump.value === undefined && at(flexible, 'kwhPerDay').value === undefined)
    tell(
      at(flexible, 'kwhPerDay'),
      'is missing',
      'the energy that it needs a day is needed, or the sump that it drains',
    );
  belowRule(tell, at(sump, 'levelMinM'), at(sump, 'levelMaxM'), {
    low: 'levelMinM',
    high: 'levelMaxM',
    equal: false,
  });
}
