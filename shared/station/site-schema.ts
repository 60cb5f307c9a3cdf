import { z } from 'zod';
import { alarmsSchema } from './alarm-settings-schema.ts';
import { endSchema } from './day-schema.ts';
import { localNameSchema } from './system-schema.ts';

const days = z.int().positive();
const faultRule = z.enum(['refuse', 'mark']);

/** Last part of a tag path: letters, digits, dashes. */
const pathPart = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/);

/** Hours of the local day `[from, to)`, from 0 to 24; one that ends before it begins goes over midnight. */
const hourSpan = z.tuple([z.number().min(0).max(24), z.number().min(0).max(24)]);

/** The sump that a drainage pump keeps within its levels. */
export const sumpSchema = z.strictObject({
  areaM2: z.number().positive(),
  levelMinM: z.number(),
  levelMaxM: z.number(),
  /** What runs in and what the running pump takes out, m³/h. */
  inflowM3PerHour: z.number().nonnegative(),
  pumpM3PerHour: z.number().positive(),
});

/** A consumer whose hours may be chosen: pumps, heating, charging. */
export const flexibleSchema = z.strictObject({
  powerKw: z.number().positive(),
  /** Energy that it needs a day; of one with a sump the water decides. */
  kwhPerDay: z.number().nonnegative().optional(),
  /** Shortest run, minutes. */
  minRunMinutes: z.number().nonnegative().default(0),
  /** When it may run; absent: at any time. */
  allowedHours: z.array(hourSpan).min(1).optional(),
  /** 1 is served first where not all find room. */
  rank: z.int().positive().default(1),
  /** It may stand still while the station generates nothing. */
  mayRest: z.boolean().default(true),
  sump: sumpSchema.optional(),
});

/** A meter of the station's own consumption; its tag is `<station>/service/<id>/kwh`. */
export const feederSchema = z.strictObject({
  id: pathPart,
  name: localNameSchema,
  /** Unit of the meter's reading: electricity, water, fuel, heat. */
  unit: z.enum(['kWh', 'm³', 'L', 'GJ']).default('kWh'),
  /** The feeder that feeds it; absent: fed by the station itself. */
  parent: pathPart.optional(),
  /** Error class of the meter, % of what it counts. */
  accuracyPercent: z.number().positive().optional(),
  /** An interval meter says at the end of each interval what was used in it; absent: a counter. */
  intervalMinutes: z.number().min(1).max(60).optional(),
  flexible: flexibleSchema.optional(),
});

/** What the review of consumption knows beside the meters. */
export const energySchema = z.strictObject({
  /** Dates `YYYY-MM-DD` of holidays, and of weekends that are worked. */
  holidays: z.array(z.iso.date()).default([]),
  workdays: z.array(z.iso.date()).default([]),
  /** Price of energy drawn from the grid by hour of the local day; absent: the tariff. */
  offTakePricePerMwh: z.array(z.number()).length(24).optional(),
  /** What a unit of another medium costs, in the system's currency; absent: its use has no money beside it. */
  pricePerUnit: z
    .strictObject({
      'm³': z.number().nonnegative(),
      L: z.number().nonnegative(),
      GJ: z.number().nonnegative(),
    })
    .partial()
    .optional(),
  /** Flexible consumers may draw this much together, kW; absent: any. */
  flexibleLimitKw: z.number().positive().optional(),
});

/** Price of energy by hour of the local day, from 00:00, in the system's currency per MWh. */
export const tariffSchema = z.strictObject({ hourlyPricePerMwh: z.array(z.number()).length(24) });

/** Time of the local day, `HH:MM`. */
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the day HH:MM is needed, for example 16:30');

/** How far the facts may go from what a plan reckoned with before it is made anew. */
export const bandSchema = z.strictObject({
  /** Mean inflow of a quarter-hour, percent of the plan's. */
  inflowPercent: z.number().positive().default(20),
  /** A smaller difference is noise, m³/s. */
  inflowLeastM3s: z.number().nonnegative().default(5),
  levelM: z.number().positive().default(0.3),
});

/** From when on a quarter-hour's mean output asks for a cause. */
export const deviationSchema = z.strictObject({
  /** Of the largest output of the unit, or of the station. */
  percent: z.number().positive().default(5),
  leastMw: z.number().nonnegative().default(1),
});

export const planningSchema = z.strictObject({
  /** Local days that a plan reaches, counting the current one. */
  horizonDays: z.int().min(1).max(7),
  /** A new plan at least this often, minutes. */
  replanMinutes: z.number().min(1).max(1440),
  /** `auto`: an offered plan is in force at once; `none`: it stays an offer. */
  adopt: z.enum(['auto', 'none']),
  /** What the end of the horizon is worth, by station; absent: back to the level of the last local midnight. */
  end: z.record(z.string(), endSchema).optional(),
  /** Whether another person confirms each decision before a plan is ordered. */
  secondPerson: z.boolean().default(false),
  /** When tomorrow is planned every day; absent: only with the rest. */
  dayAheadAt: clockTime.optional(),
  /** New facts make a new plan no oftener than this, minutes; a unit's trip waits for nothing. */
  shortestMinutes: z.number().min(0).max(1440).default(10),
  /** Quarter-hours after the running one that a new plan leaves as they are ordered. */
  keptSteps: z.int().min(0).max(16).default(0),
  /** What a change of the plan in force must gain to be made, money; 0: as much as nothing. */
  changePrice: z.number().nonnegative().default(0),
  band: bandSchema.prefault({}),
  /** A tripped unit is reckoned out of service for this long unless it runs again, hours. */
  tripHours: z.number().positive().max(168).default(4),
  deviation: deviationSchema.prefault({}),
  /** When shifts begin: trials are kept for theirs. */
  shiftsAt: z.array(clockTime).min(1).default(['00:00', '08:00', '16:00']),
});

/** How long readings and their aggregates are kept, days. */
export const retentionSchema = z.strictObject({
  rawDays: days,
  minutesDays: days,
  quartersDays: days,
  hoursDays: days,
  daysDays: days,
  /** Plans that were never in force; those that were are kept for good. */
  otherPlansDays: days.default(90),
  forecastsDays: days.default(3650),
  /** Trials of past shifts. */
  whatIfsDays: days.default(14),
  /** The journal of alarms. */
  alarmsDays: days.default(3650),
});

/**
 * One line that changes a tag of the system's list, or adds one. `tag` is its path; every field that
 * is absent keeps what the list says. A tag that is new needs `name`, `unit` and `periodMs`.
 */
export const siteTagSchema = z.strictObject({
  tag: z.string().min(1),
  name: localNameSchema.optional(),
  unit: z
    .enum(['m', 'm³/s', 'Mm³', 'MW', 'MWh', 'kWh', 'm³', 'L', 'GJ', '°C', 'h', '1'])
    .optional(),
  periodMs: z.number().positive().optional(),
  /** Believable values, `null` for any. */
  range: z.tuple([z.number(), z.number()]).nullable().optional(),
  /** Fastest believable change, unit per second, `null` for any. */
  ratePerS: z.number().positive().nullable().optional(),
  /** Unchanged for longer than this is frozen, ms; `null`: may rest. */
  frozenAfterMs: z.number().positive().nullable().optional(),
  /** A counter, and the value at which it rolls over. */
  counter: z.strictObject({ rollsOverAt: z.number().positive().optional() }).optional(),
  onFault: z
    .strictObject({
      range: faultRule.optional(),
      rate: faultRule.optional(),
      frozen: faultRule.optional(),
    })
    .optional(),
});

/** site.json: what a site knows beside its machines: tariff, meters, planning habits, retention, tags. */
export const siteSchema = z.strictObject({
  format: z.literal('forebay-site/1'),
  tariff: tariffSchema,
  feeders: z.array(feederSchema),
  energy: energySchema.optional(),
  planning: planningSchema,
  retention: retentionSchema,
  tags: z.array(siteTagSchema).default([]),
  alarms: alarmsSchema.prefault({}),
});

export type Site = z.infer<typeof siteSchema>;
export type Feeder = z.infer<typeof feederSchema>;
export type Flexible = z.infer<typeof flexibleSchema>;
export type Sump = z.infer<typeof sumpSchema>;
export type SiteEnergy = z.infer<typeof energySchema>;
export type SitePlanning = z.infer<typeof planningSchema>;
export type Retention = z.infer<typeof retentionSchema>;
export type SiteTag = z.infer<typeof siteTagSchema>;
