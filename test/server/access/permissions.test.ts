import { describe, expect, it } from 'vitest';
import { actionsOf, may, PERMISSIONS, type Holder } from '#server/access/permissions.ts';
import { ACCOUNT_ROLES, ACTIONS, ROLES } from '#shared/wire/access.ts';
import { read } from '../../repository/tracked-files.ts';

/** The table of docs/access.md: by action, the holders that have a mark in its line. */
function documented(): Record<string, string[]> {
  const lines = read('docs/access.md').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| action'));
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));
  const holders = cells(lines[first]!).slice(1, -1);
  const rows = lines
    .slice(first + 2)
    .filter((_, i, all) => all.slice(0, i + 1).every((line) => line.startsWith('|')));
  return Object.fromEntries(
    rows.map((row) => {
      const [action, ...marks] = cells(row);
      return [action!, holders.filter((_, i) => marks[i] === '●')];
    }),
  );
}

describe('the table of who may do what', () => {
  it('is the table of docs/access.md, line by line and mark by mark', () => {
    const columns: Holder[] = [...ROLES, 'sender'];
    const table = ACTIONS.map((action) => [
      action,
      columns.filter((holder) => PERMISSIONS[action].who.includes(holder)),
    ]);
    expect(documented()).toEqual(Object.fromEntries(table));
    for (const action of ACTIONS)
      expect(read('docs/access.md')).toContain(PERMISSIONS[action].what);
  });

  it('gives a screen that nobody sits at nothing but looking', () => {
    expect(actionsOf({ roles: ['display'] })).toEqual(['station.look']);
  });

  it('gives a source nothing but sending', () => {
    expect(actionsOf({ roles: ['sender'] })).toEqual(['readings.send', 'forecasts.send']);
  });

  it('lets everybody who works here look and read, and nobody of them send', () => {
    for (const role of ACCOUNT_ROLES) {
      expect(may({ roles: [role] }, 'station.look')).toBe(true);
      expect(may({ roles: [role] }, 'data.read')).toBe(true);
      expect(may({ roles: [role] }, 'readings.send')).toBe(false);
    }
  });

  it('keeps water and keys apart: no single role decides on plans and hands out roles', () => {
    for (const role of ROLES) {
      const actor = { roles: [role] };
      expect(may(actor, 'plan.accept') && may(actor, 'accounts.manage')).toBe(false);
    }
    expect(may({ roles: ['auditor'] }, 'audit.read')).toBe(true);
    expect(
      actionsOf({ roles: ['auditor'] }).filter((action) => /manage|plan|energy/.test(action)),
    ).toEqual([]);
  });

  it('adds up: of several roles, what any of them may', () => {
    const both = { roles: ['viewer', 'auditor'] } as const;
    expect(may(both, 'audit.read')).toBe(true);
    expect(may({ roles: [] }, 'station.look')).toBe(false);
  });
});
