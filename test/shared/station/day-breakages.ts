import { ABSENT, type Breakage, shortened } from './broken.ts';

const S1 = 'stations.s1';

/** What makes of the units' ids a complete list, or not: the kinds of faults there are with them. */
const SECOND_ID = 'stations[0].units[1].id';

/** Every kind of fault that a day.json of the example can have. */
export const dayBreakages: readonly Breakage[] = [
  {
    what: 'a series that is too short',
    change: { pricePerMwh: shortened },
    path: 'pricePerMwh',
    cure: '96 values are needed, one per step',
  },
  {
    what: 'an inflow that is too long',
    change: { 'stations.s1.inflowM3s': Array(97).fill(80) },
    path: `${S1}.inflowM3s`,
    cure: '96 values are needed, one per step',
  },
  {
    what: 'level limits without one for the end',
    change: { 'stations.s1.levelMaxM': Array(96).fill(449) },
    path: `${S1}.levelMaxM`,
    cure: '97 values are needed, one per instant',
  },
  {
    what: 'level limits that leave no room',
    change: {
      'stations.s1.levelMinM': Array(97).fill(440),
      'stations.s1.levelMaxM': Array(97).fill(449),
      'stations.s1.levelMinM[5]': 450,
    },
    path: `${S1}.levelMinM[5]`,
    cure: 'must not be above levelMaxM',
  },
  {
    what: 'a load that is too short',
    change: { loadMw: [10, 20] },
    path: 'loadMw',
    cure: '96 values are needed',
  },
  {
    what: 'an ensemble with a short member',
    change: { 'stations.s1.inflowEnsembleM3s': [Array(96).fill(80), [1]] },
    path: `${S1}.inflowEnsembleM3s[1]`,
    cure: '96 values are needed',
  },
  {
    what: 'a negative inflow',
    change: { 'stations.s1.inflowM3s[7]': -3 },
    path: `${S1}.inflowM3s[7]`,
    cure: 'a number in m³/s of at least 0 is needed',
  },
  {
    what: 'a start without an offset',
    change: { start: '2026-06-01T00:00:00' },
    path: 'start',
    cure: 'an instant with its offset from UTC',
  },
  {
    what: 'a start on a day that the calendar does not have',
    change: { start: '2026-02-30T00:00:00+08:00' },
    path: 'start',
    cure: 'an instant with its offset from UTC',
  },
  {
    what: 'steps that do not divide a day',
    change: { stepMinutes: 7 },
    path: 'stepMinutes',
    cure: 'whole minutes that divide a day',
  },
  {
    what: 'half a step',
    change: { steps: 95.5 },
    path: 'steps',
    cure: 'a whole number above 0 is needed',
  },
  {
    what: 'a station that the system does not have',
    change: { 'stations.s2': { levelM: 446, inflowM3s: Array(96).fill(80) } },
    path: 'stations.s2',
    cure: 'did you mean "s1"?',
  },
  {
    what: 'a station of the system left out',
    change: { 'stations.s1': ABSENT },
    path: S1,
    cure: 'its inflow are needed',
    judgedBy: ['stations[0].id'],
  },
  {
    what: 'a unit that the station does not have',
    change: { 'stations.s1.units.U1': { on: true, forMinutes: 60 } },
    path: `${S1}.units.U1`,
    cure: 'did you mean "u1"?',
    judgedBy: [SECOND_ID],
  },
  {
    what: 'a unit state that contradicts itself',
    change: { 'stations.s1.units.u1': { on: false, forMinutes: 60, mw: 40 } },
    path: `${S1}.units.u1.mw`,
    cure: '0 is needed, or "on": true',
    judgedBy: [SECOND_ID, 'stations[0].units[0].mwMin'],
  },
  {
    what: 'an output in kW',
    change: { 'stations.s1.units.u2.mw': 38_000 },
    path: `${S1}.units.u2.mw`,
    cure: 'mwMax is 45',
    judgedBy: [SECOND_ID, 'stations[0].units[1].mwMin', 'stations[0].units[1].mwMax'],
  },
  {
    what: 'an outage of a unit that is not there',
    change: { 'stations.s1.outOfService': [{ unit: 'u8', fromStep: 0, toStep: 4 }] },
    path: `${S1}.outOfService[0].unit`,
    cure: 'did you mean "u1"?',
    judgedBy: [SECOND_ID],
  },
  {
    what: 'an outage that ends after the day',
    change: { 'stations.s1.outOfService': [{ unit: 'u1', fromStep: 0, toStep: 97 }] },
    path: `${S1}.outOfService[0].toStep`,
    cure: 'at most 96 is needed',
  },
  {
    what: 'an outage that ends before it begins',
    change: { 'stations.s1.outOfService': [{ unit: 'u1', fromStep: 9, toStep: 9 }] },
    path: `${S1}.outOfService[0].fromStep`,
    cure: 'fromStep must be below toStep',
  },
  {
    what: 'more fixed steps than the day has',
    change: { fixed: { steps: 97, stations: {} } },
    path: 'fixed.steps',
    cure: 'at most 96 is needed',
  },
  {
    what: 'fixed flows for fewer steps than are fixed',
    change: { fixed: { steps: 4, stations: { s1: { units: { u1: { flowM3s: [40, 40] } } } } } },
    path: 'fixed.stations.s1.units.u1.flowM3s',
    cure: '4 values are needed, one per fixed step',
  },
  {
    what: 'a start level off the storage curve',
    change: { 'stations.s1.levelM': 44.65 },
    path: `${S1}.levelM`,
    cure: 'a level from 425 to 454 m is needed',
    judgedBy: ['stations[0].reservoir.storage'],
  },
  {
    what: 'an end off the storage curve',
    change: { 'stations.s1.end': { levelM: 4460 } },
    path: `${S1}.end.levelM`,
    cure: 'a level from 425 to 454 m is needed',
    judgedBy: ['stations[0].reservoir.storage'],
  },
  {
    what: 'null where a list is needed',
    change: { loadMw: null },
    path: 'loadMw',
    cure: 'it may also be left out',
  },
];
