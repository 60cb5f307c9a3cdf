import type { Action } from '#shared/wire/access.ts';

/** The address to go to after signing in: the one asked for, if it is of this server; else what suits the rights. */
export function whereTo(next: unknown, actions: readonly Action[]): string {
  if (typeof next === 'string' && /^\/(?![/\\])/.test(next)) return next;
  if (actions.includes('plan.accept')) return '/desk';
  return actions.includes('accounts.manage') ? '/admin' : '/wall';
}
