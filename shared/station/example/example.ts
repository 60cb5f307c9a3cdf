import type { Day } from '../day-schema.ts';
import { faultLine } from '../fault.ts';
import { type Read, readDay, readSite, readSystem } from '../read-forms.ts';
import type { Site } from '../site-schema.ts';
import type { System } from '../system-schema.ts';
import day from './day.json' with { type: 'json' };
import site from './site.json' with { type: 'json' };
import system from './system.json' with { type: 'json' };

function checked<T>(read: Read<T>): T {
  if (read.ok) return read.value;
  throw new Error(`the example is at fault: ${read.faults.map(faultLine).join('; ')}`);
}

/** Qingxi, the made-up station of the demo: four Francis units of two sizes under about 90 m. */
export const exampleSystem: System = checked(readSystem(system));

export const exampleSite: Site = checked(readSite(site, exampleSystem));

/** A summer day of Qingxi on a falling flood tail. */
export const exampleDay: Day = checked(readDay(day, exampleSystem));
