/** What a person or a screen is to the station. */
export const ROLES = [
  'viewer',
  'display',
  'dispatcher',
  'energy-manager',
  'engineer',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that a person's account may have; `display` is for screens that nobody sits at. */
export const ACCOUNT_ROLES = ROLES.filter((role) => role !== 'display');

/** Everything that is asked of the server and not everybody's; server/access/permissions.ts says whose. */
export const ACTIONS = [
  'station.look',
  'data.read',
  'metrics.read',
  'readings.send',
  'forecasts.send',
  'plan.replan',
  'plan.accept',
  'plan.amend',
  'plan.reject',
  'plan.confirm',
  'plan.order',
  'plan.close',
  'load.import',
  'unit.outage',
  'whatif.keep',
  'deviation.explain',
  'alarm.acknowledge',
  'alarm.shelve',
  'alarm.service',
  'alarm.silence',
  'energy.explain',
  'energy.correct',
  'energy.baseline',
  'energy.target',
  'energy.action',
  'energy.review',
  'improvement.assess',
  'improvement.confirm',
  'equipment.record',
  'settings.change',
  'own.account',
  'accounts.manage',
  'tokens.manage',
  'audit.read',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Who a screen is to the server, as the screen is told. */
export interface Identity {
  /**
   * `account`: somebody who has signed in. `display`: a wall with a token. `open`: whoever is at this
   * machine, where the server runs open. `nobody`: may do nothing but sign in.
   */
  readonly kind: 'account' | 'display' | 'open' | 'nobody';
  /** Name to show; empty for nobody. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly actions: readonly Action[];
}
