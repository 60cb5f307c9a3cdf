import { ACTIONS, type Action, type Role } from '#shared/wire/access.ts';

/** Who an action is for: roles of people and screens, and `sender`, a source with a token of its own. */
export type Holder = Role | 'sender';

/** Everybody who works here. */
const PEOPLE = [
  'viewer',
  'dispatcher',
  'energy-manager',
  'engineer',
  'administrator',
  'auditor',
] as const satisfies readonly Holder[];

/** One line of the table. */
export interface Permission {
  readonly who: readonly Holder[];
  /** What it is, as docs/access.md says it. */
  readonly what: string;
}

/**
 * The one table of who may do what: doors, rooms, requests, docs/access.md and the tests are made of it.
 * Nothing else is allowed to anybody. An administrator hands out roles and decides nothing about water:
 * who is to do both is given both roles, and the audit says so.
 */
export const PERMISSIONS: Readonly<Record<Action, Permission>> = {
  'station.look': {
    who: [...PEOPLE, 'display'],
    what: 'See a station live: image, plan, alarms, and the curves of its past',
  },
  'data.read': { who: PEOPLE, what: 'Read out tags, values, history, plans, indices' },
  'metrics.read': { who: PEOPLE, what: "Read the server's own figures" },
  'readings.send': { who: ['sender'], what: 'Send readings, of the own tags alone' },
  'forecasts.send': { who: ['sender'], what: 'Send inflow forecasts' },

  'plan.replan': { who: ['dispatcher', 'engineer'], what: 'Ask for a new plan now' },
  'plan.accept': { who: ['dispatcher'], what: 'Accept an offered plan' },
  'plan.amend': { who: ['dispatcher'], what: 'Accept a plan changed by hand, with a reason' },
  'plan.reject': { who: ['dispatcher'], what: 'Reject an offered plan, with a reason' },
  'plan.confirm': {
    who: ['dispatcher', 'engineer'],
    what: 'Confirm as the second person what another has decided',
  },
  'plan.order': { who: ['dispatcher'], what: 'Say that a plan has been ordered' },
  'plan.close': { who: ['dispatcher'], what: 'Close a day' },
  'load.import': { who: ['dispatcher'], what: 'Take in the load curve that the grid orders' },
  'unit.outage': {
    who: ['dispatcher', 'engineer'],
    what: 'Declare a unit out of service, and back',
  },
  'whatif.keep': {
    who: ['dispatcher', 'energy-manager', 'engineer'],
    what: 'Keep a what-if for the shift',
  },
  'deviation.explain': {
    who: ['dispatcher', 'energy-manager', 'engineer'],
    what: 'Give the cause of a deviation',
  },
  'alarm.acknowledge': { who: ['dispatcher'], what: 'Acknowledge and reset an alarm' },
  'alarm.shelve': { who: ['dispatcher', 'engineer'], what: 'Shelve an alarm for a time' },
  'alarm.service': {
    who: ['engineer'],
    what: 'Take an alarm out of service and put it back',
  },
  'alarm.silence': { who: ['dispatcher', 'engineer'], what: 'Silence the horns' },

  'energy.explain': {
    who: ['dispatcher', 'energy-manager'],
    what: 'Give cause and comment to a variance of consumption',
  },
  'energy.correct': {
    who: ['energy-manager', 'engineer'],
    what: 'Correct a wrong reading or period of a meter, with a reason',
  },
  'energy.baseline': { who: ['energy-manager'], what: 'Fit, change and release baselines' },
  'energy.target': { who: ['energy-manager'], what: 'Set targets of consumption' },
  'energy.action': { who: ['energy-manager', 'engineer'], what: 'Open and follow actions' },
  'energy.review': { who: ['energy-manager'], what: "Sign off a day's review" },
  'improvement.assess': {
    who: ['dispatcher', 'energy-manager', 'engineer'],
    what: 'Assess an own target',
  },
  'improvement.confirm': {
    who: ['energy-manager', 'engineer'],
    what: 'Confirm the assessment of another',
  },
  'equipment.record': {
    who: ['dispatcher', 'engineer'],
    what: 'Enter inspections, defects and measurements of a machine',
  },
  'settings.change': { who: ['engineer'], what: 'Change limits, tags and planning settings' },

  'own.account': { who: PEOPLE, what: 'Change the own password, end the own sessions' },
  'accounts.manage': {
    who: ['administrator'],
    what: 'Make and disable accounts, give and take roles',
  },
  'tokens.manage': {
    who: ['administrator'],
    what: 'Issue and revoke tokens of screens and sources',
  },
  'audit.read': { who: ['administrator', 'auditor'], what: 'Read the audit' },
};

/** Whether someone of these roles may do it. */
export function may(actor: { readonly roles: readonly Holder[] }, action: Action): boolean {
  return PERMISSIONS[action].who.some((holder) => actor.roles.includes(holder));
}

/** All that someone of these roles may do, in the order of the table. */
export function actionsOf(actor: { readonly roles: readonly Holder[] }): readonly Action[] {
  return ACTIONS.filter((action) => may(actor, action));
}
