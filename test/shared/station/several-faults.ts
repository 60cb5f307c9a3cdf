import { ABSENT, type Change, reversed, shortened, twin } from './broken.ts';

/** Files with several faults, and every place that must be told: these and no others. */
export interface SeveralFaults {
  readonly what: string;
  readonly system?: Change;
  readonly day?: Change;
  /** `file:path`, in any order. */
  readonly told: readonly string[];
}

const S1 = 'day.json:stations.s1';
const STATION = 'system.json:stations[0]';
const UNIT = `${STATION}.units[1]`;
const short = Array(95).fill(80);
const flows = (...values: unknown[]) => ({ units: { u1: { flowM3s: values } } });

/** Within a day. */
const days: readonly SeveralFaults[] = [
  {
    what: 'a missing level and an inflow too short',
    day: { 'stations.s1.levelM': ABSENT, 'stations.s1.inflowM3s': shortened },
    told: [`${S1}.levelM`, `${S1}.inflowM3s`],
  },
  {
    what: 'an unknown station without a level, its inflow too short',
    day: { 'stations.s9': { inflowM3s: short } },
    told: ['day.json:stations.s9', 'day.json:stations.s9.levelM', 'day.json:stations.s9.inflowM3s'],
  },
  {
    what: 'no steps, and a price too few',
    day: { steps: ABSENT, pricePerMwh: shortened },
    told: ['day.json:steps', 'day.json:pricePerMwh'],
  },
  {
    what: 'steps in words, and level limits without one for the end',
    day: { steps: '96', 'stations.s1.levelMaxM': Array(96).fill(449) },
    told: ['day.json:steps', `${S1}.levelMaxM`],
  },
  {
    what: 'half a step, and an outage after all series have ended',
    day: { steps: 95.5, 'stations.s1.outOfService': [{ unit: 'u1', fromStep: 0, toStep: 97 }] },
    told: ['day.json:steps', `${S1}.outOfService[0].toStep`],
  },
  {
    what: 'an outage without an end and of no unit',
    day: { 'stations.s1.outOfService': [{ unit: 'u8', fromStep: 0 }] },
    told: [`${S1}.outOfService[0].toStep`, `${S1}.outOfService[0].unit`],
  },
  {
    what: 'outages that are wrong one by one',
    day: {
      'stations.s1.outOfService': [
        { unit: 'u1', fromStep: 9, toStep: 3 },
        { unit: 'u9', fromStep: 0, toStep: 4 },
        { unit: 'u2', fromStep: -1, toStep: 99 },
        7,
      ],
    },
    told: [
      `${S1}.outOfService[0].fromStep`,
      `${S1}.outOfService[1].unit`,
      `${S1}.outOfService[2].fromStep`,
      `${S1}.outOfService[2].toStep`,
      `${S1}.outOfService[3]`,
    ],
  },
  {
    what: 'a state without a time, its output in kW',
    day: { 'stations.s1.units.u2': { on: true, mw: 38_000 } },
    told: [`${S1}.units.u2.forMinutes`, `${S1}.units.u2.mw`],
  },
  {
    what: 'states of units that are not there, one of them no state',
    day: { 'stations.s1.units.u7': 1, 'stations.s1.units.U2': { on: 1, forMinutes: -5 } },
    told: [
      `${S1}.units.u7`,
      `${S1}.units.u7`,
      `${S1}.units.U2`,
      `${S1}.units.U2.on`,
      `${S1}.units.U2.forMinutes`,
    ],
  },
  {
    what: 'a start level in quotes and an end off the curve',
    day: { 'stations.s1.levelM': '446.5', 'stations.s1.end': { levelM: 44.6, value: 3 } },
    told: [`${S1}.levelM`, `${S1}.end.levelM`, `${S1}.end.value`],
  },
  {
    what: 'fixed flows without their number, that differ in length, of a unit and a station unknown',
    day: {
      fixed: {
        stations: { s1: { units: { u1: { flowM3s: [40, 40] }, u9: { flowM3s: [40] } } }, s3: {} },
      },
    },
    told: [
      'day.json:fixed.steps',
      'day.json:fixed.stations.s1.units.u9',
      'day.json:fixed.stations.s1.units.u9.flowM3s',
      'day.json:fixed.stations.s3',
      'day.json:fixed.stations.s3.units',
    ],
  },
  {
    what: 'more fixed steps than steps, and a negative flow',
    day: { fixed: { steps: 97, stations: { s1: flows(-1) } } },
    told: ['day.json:fixed.steps', 'day.json:fixed.stations.s1.units.u1.flowM3s[0]'],
  },
  {
    what: 'a negative inflow in a series too short',
    day: { 'stations.s1.inflowM3s': [...short.slice(1), -3] },
    told: [`${S1}.inflowM3s[94]`, `${S1}.inflowM3s`],
  },
  {
    what: 'an ensemble of a text and a member too short',
    day: { 'stations.s1.inflowEnsembleM3s': ['low', short] },
    told: [`${S1}.inflowEnsembleM3s[0]`, `${S1}.inflowEnsembleM3s[1]`],
  },
  {
    what: 'level limits that cross, and one that is a text',
    day: {
      'stations.s1.levelMinM': Array(97).fill(440),
      'stations.s1.levelMinM[3]': 'low',
      'stations.s1.levelMinM[7]': 450,
      'stations.s1.levelMaxM': Array(97).fill(449),
    },
    told: [`${S1}.levelMinM[3]`, `${S1}.levelMinM[7]`],
  },
  {
    what: 'the format of a system on what is a day, and a load too short',
    day: { format: 'forebay-system/1', loadMw: [1, 2] },
    told: ['day.json:format', 'day.json:loadMw'],
  },
  {
    what: 'a format of a newer version, a misspelt key and steps of seven minutes',
    day: { format: 'forebay-day/2', loadMW: [1], stepMinutes: 7 },
    told: ['day.json:format', 'day.json:loadMW', 'day.json:stepMinutes'],
  },
  {
    what: 'a start without an offset, no price, and a station that is a list',
    day: { start: '2026-06-01T00:00:00', pricePerMwh: ABSENT, 'stations.s2': [] },
    told: [
      'day.json:start',
      'day.json:pricePerMwh',
      'day.json:stations.s2',
      'day.json:stations.s2',
    ],
  },
];

/** Within a system. */
const systems: readonly SeveralFaults[] = [
  {
    what: 'a storage point in words, and a limit beyond the curve',
    system: {
      'stations[0].reservoir.storage[3][1]': 'much',
      'stations[0].reservoir.levelMaxM': 460,
    },
    told: [`${STATION}.reservoir.storage[3][1]`, `${STATION}.reservoir.levelMaxM`],
  },
  {
    what: 'a storage curve of one point, and limits upside down',
    system: {
      'stations[0].reservoir.storage': [[425, 22]],
      'stations[0].reservoir.levelMinM': 451,
    },
    told: [`${STATION}.reservoir.storage`, `${STATION}.reservoir.levelMinM`],
  },
  {
    what: 'a storage curve out of order, and a dead level off it',
    system: {
      'stations[0].reservoir.storage[9]': [435, 136.633],
      'stations[0].reservoir.deadLevelM': 43.8,
    },
    told: [`${STATION}.reservoir.storage[9][0]`, `${STATION}.reservoir.deadLevelM`],
  },
  {
    what: 'no reservoir, and a tailwater that falls',
    system: { 'stations[0].reservoir': ABSENT, 'stations[0].tailwater[3][1]': 350 },
    told: [`${STATION}.reservoir`, `${STATION}.tailwater[3][1]`],
  },
  {
    what: 'a negative outflow ceiling and a floor in quotes',
    system: {
      'stations[0].reservoir.outflowMaxM3s': -5,
      'stations[0].reservoir.outflowMinM3s': '15',
    },
    told: [`${STATION}.reservoir.outflowMaxM3s`, `${STATION}.reservoir.outflowMinM3s`],
  },
  {
    what: 'a negative mwMax, below which nothing else is at fault',
    system: { 'stations[0].units[1].mwMax': -45, 'stations[0].units[1].startCost': -1 },
    told: [`${UNIT}.mwMax`, `${UNIT}.startCost`],
  },
  {
    what: 'no mwMin, and a zone above the unit',
    system: {
      'stations[0].units[1].mwMin': ABSENT,
      'stations[0].units[1].forbidden[0].mw': [140, 220],
    },
    told: [`${UNIT}.mwMin`, `${UNIT}.forbidden[0].mw`],
  },
  {
    what: 'a hill chart in words here, short there',
    system: {
      'stations[0].units[1].hill.flowsM3s': 'many',
      'stations[0].units[1].hill.efficiency': shortened,
      'stations[0].units[1].hill.headsM[2]': 79,
    },
    told: [`${UNIT}.hill.flowsM3s`, `${UNIT}.hill.efficiency`, `${UNIT}.hill.headsM[2]`],
  },
  {
    what: 'an efficiency in percent in a row too short',
    system: { 'stations[0].units[1].hill.efficiency[1]': [92, 0.9] },
    told: [`${UNIT}.hill.efficiency[1][0]`, `${UNIT}.hill.efficiency[1]`],
  },
  {
    what: 'curves turned round, each told once',
    system: {
      'stations[0].units[1].generator': reversed,
      'stations[0].units[1].hill.headsM': reversed,
    },
    told: [`${UNIT}.generator[1][0]`, `${UNIT}.hill.headsM[1]`],
  },
  {
    what: 'conduits in words: who names one cannot be wrong',
    system: { 'stations[0].conduits': 'c1', 'stations[0].units[1].conduit': 7 },
    told: [`${STATION}.conduits`, `${UNIT}.conduit`],
  },
  {
    what: 'a conduit without a loss, and one that is not there',
    system: { 'stations[0].conduits': [{ id: 'c1' }], 'stations[0].units[1].conduit': 'c7' },
    told: [`${STATION}.conduits[0].lossS2PerM5`, `${UNIT}.conduit`],
  },
  {
    what: 'a station below that is not there, without a travel time',
    system: { 'stations[0].downstream': { station: 's9' } },
    told: [`${STATION}.downstream.travelMinutes`, `${STATION}.downstream.station`],
  },
  {
    what: 'a flow range upside down with a negative flow, and a unit that is null',
    system: {
      'stations[0].units[1].flowRange': [
        [72, 60, 10],
        [70, -1, 50],
      ],
      'stations[0].units[3]': null,
    },
    told: [
      `${UNIT}.flowRange[0][1]`,
      `${UNIT}.flowRange[1][0]`,
      `${UNIT}.flowRange[1][1]`,
      `${STATION}.units[3]`,
    ],
  },
  {
    what: 'a time zone that is none, a name in one language, a key twice misspelt',
    system: { timeZone: 'Nowhere', 'name.en': ABSENT, Currency: 1, currencyy: 2 },
    told: [
      'system.json:timeZone',
      'system.json:name.en',
      'system.json:Currency',
      'system.json:currencyy',
    ],
  },
];

/** Across both files. */
const both: readonly SeveralFaults[] = [
  {
    what: 'a text in the system, an unknown station and an inflow too short in the day',
    system: { 'stations[0].units[0].mwMax': '45' },
    day: { 'stations.s9': { levelM: 446 }, 'stations.s1.inflowM3s': shortened },
    told: [
      `${STATION}.units[0].mwMax`,
      'day.json:stations.s9',
      'day.json:stations.s9.inflowM3s',
      `${S1}.inflowM3s`,
    ],
  },
  {
    what: 'a unit at fault, and a state of one that is not there',
    system: { 'stations[0].units[2].hill': ABSENT },
    day: { 'stations.s1.units.u9': { on: true, forMinutes: 5 } },
    told: [`${STATION}.units[2].hill`, `${S1}.units.u9`],
  },
  {
    what: 'a unit without an id: whom the day names cannot be wrong, its levels can',
    system: { 'stations[0].units[2].id': ABSENT },
    day: { 'stations.s1.levelM': 44.65 },
    told: [`${STATION}.units[2].id`, `${S1}.levelM`],
  },
  {
    what: 'a station without an id: the day’s cannot be unknown, its series can be short',
    system: { 'stations[0].id': 1 },
    day: { 'stations.s1.inflowM3s': shortened },
    told: [`${STATION}.id`, `${S1}.inflowM3s`],
  },
  {
    what: 'a unit of negative mwMax: what it made cannot be too much, another’s can',
    system: { 'stations[0].units[1].mwMax': -45 },
    day: { 'stations.s1.units.u3.mw': 16_000 },
    told: [`${UNIT}.mwMax`, `${S1}.units.u3.mw`],
  },
  {
    what: 'no storage curve: no level is off it',
    system: { 'stations[0].reservoir.storage': ABSENT, currency: '' },
    day: { 'stations.s1.end': { levelM: 4460 }, stepMinutes: 0 },
    told: [`${STATION}.reservoir.storage`, 'system.json:currency', 'day.json:stepMinutes'],
  },
  {
    what: 'a lower station that has no day, and a ring',
    system: {
      'stations[1]': twin('s1'),
      'stations[0].downstream': { station: 's2', travelMinutes: 60 },
    },
    day: { 'stations.s3': { levelM: 446, inflowM3s: short } },
    told: [
      'system.json:stations[1].downstream.station',
      'day.json:stations.s2',
      'day.json:stations.s3',
      'day.json:stations.s3.inflowM3s',
    ],
  },
  {
    what: 'stations that are no list, and a day of its own faults',
    system: { stations: {} },
    day: { 'stations.s1.units': [], 'stations.s1.serviceLoadsMw': [0.1] },
    told: ['system.json:stations', `${S1}.units`, `${S1}.serviceLoadsMw`],
  },
  {
    what: 'the files given the wrong way round',
    system: { format: 'forebay-day/1', timeZone: ABSENT, currency: ABSENT, name: ABSENT },
    day: {
      format: 'forebay-system/1',
      start: ABSENT,
      steps: ABSENT,
      pricePerMwh: ABSENT,
      stepMinutes: ABSENT,
    },
    told: ['system.json:format', 'day.json:format'],
  },
];

export const severalFaults: readonly SeveralFaults[] = [...days, ...systems, ...both];
