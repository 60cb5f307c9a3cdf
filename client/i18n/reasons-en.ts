/** Limits that hold the station or make a unit change: the same words wherever they do. */
const limits = {
  fixed: 'it is already ordered',
  load: 'the load is {limitMw} MW',
  outage: 'a unit is out of service',
  'min-up': 'a unit has to run for its shortest time',
  'min-down': 'a unit has to rest for its shortest time',
  starts: 'a unit may not start again that day',
  'level-min': 'the level may not fall below {limitM} m',
  'level-max': 'the level may not rise above {limitM} m',
  'level-rise': 'the level may rise by no more than {limitMPerHour} m/h',
  'level-fall': 'the level may fall by no more than {limitMPerHour} m/h',
  'outflow-min': 'the river below needs at least {limitM3s} m³/s',
  'outflow-max': 'the outflow may not exceed {limitM3s} m³/s',
  'outflow-rise': 'the outflow may rise by no more than {limitM3s} m³/s per step',
  'outflow-fall': 'the outflow may fall by no more than {limitM3s} m³/s per step',
  'generation-ramp': 'the station may change by no more than {limitMw} MW per step',
  'export-limit': 'no more than {limitMw} MW may be exported',
  reserve: '{limitMw} MW of spinning reserve have to stay',
  'end-level': 'the level has to end at {limitM} m',
};

const spillAvoided = 'the reservoir would else be full ({limitM} m) in {fullInHours} h and spill';

/** Two that are in balance: no other use of the water earns more. */
const balance =
  'a price of {price} {currency}/MWh balances the worth of the water ({waterValue} {currency}/Mm³)';

const waterLater = 'the water is worth more later ({waterValue} {currency}/Mm³)';

const dear = 'a price of {price} {currency}/MWh is above the worth of the water';

const price = {
  rise: 'the price rises to {price} {currency}/MWh',
  fall: 'the price falls to {price} {currency}/MWh',
};

const water = {
  falls: 'the worth of the water falls from {waterBefore} to {waterValue} {currency}/Mm³',
  rises: 'the worth of the water rises from {waterBefore} to {waterValue} {currency}/Mm³',
};

/** Why the plan is as it is, by the planner's codes; each cause stands after "because". */
export const reasonsEn = {
  unknown: 'the plan asks for it ({code})',
  start: {
    ...limits,
    'spill-avoided': spillAvoided,
    'best-efficiency': 'the units together run nearer their best point',
    price: balance,
    'price-rise': price.rise,
    'price-high': dear,
    'water-falls': water.falls,
    swap: 'it takes over from {other}',
    'others-out': '{other} goes out of service',
    'back-in-service': 'it is in service again',
  },
  stop: {
    ...limits,
    outage: 'the unit is out of service',
    'best-efficiency': 'the units that stay on run nearer their best point',
    price: balance,
    'price-fall': price.fall,
    'price-low': waterLater,
    'water-rises': water.rises,
    swap: '{other} takes over',
  },
  set: {
    ...limits,
    'spill-avoided': spillAvoided,
    'best-efficiency': 'the units together run nearer their best point',
    price: balance,
    'price-rise': price.rise,
    'price-fall': price.fall,
    'price-high': dear,
    'price-low': waterLater,
    'water-falls': water.falls,
    'water-rises': water.rises,
    swap: '{other} goes the other way',
    'others-out': '{other} goes out of service',
    head: 'the head changes while its flow stays',
  },
  step: {
    ...limits,
    load: 'the load is followed',
    outage: 'a unit is out of service that would earn more than its water is worth',
    'unit-flow': 'the units that run are at the end of their flow range',
    'unit-power': 'the units that run are at the end of their output range',
    'forbidden-zone': 'a unit stands at the edge of a forbidden zone',
    'start-cost': 'one more start would cost more than it brings',
    'spill-avoided': spillAvoided,
    'best-efficiency': 'the units run at their best point',
    price: 'the last m³ earns just what it is worth ({waterValue} {currency}/Mm³)',
    'price-low': waterLater,
  },
  water: {
    worth: 'one Mm³ more in store would earn {least} to {most} {currency}',
  },
  sentence: {
    start: '{time} start {unit}: {parts}',
    stop: '{time} stop {unit}: {parts}',
    set: '{time} {unit} to {to} MW: {parts}',
    step: '{time}–{until}: {parts}',
    stepOfDay: '24 h from {time}: {parts}',
    water: '{parts}',
    and: '{first}; {next}',
    by: '{by} MW',
    byUntil: '{by} MW until {until}',
    until: 'until {until}',
    keeps: 'keeps {headM} m of head',
    keepsFor: 'keeps {headM} m of head for {later}',
    takes: 'takes {headM} m of head',
  },
};
