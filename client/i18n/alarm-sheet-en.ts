import type { AlarmCode } from '#shared/station/alarm-codes.ts';

/** What a line of the rationalised list says. */
export interface SheetTexts {
  readonly name: string;
  readonly means: string;
  readonly cause: string;
  readonly consequence: string;
  readonly action: string;
}

/** Every alarm: what it means, why it may be, what follows if nobody acts, what to do. */
export const alarmSheetEn: Readonly<Record<AlarmCode, SheetTexts>> = {
  'level.high': {
    name: 'Level above the flood limit',
    means: 'The reservoir stands above its upper operating limit.',
    cause: 'Inflow above the forecast; a unit or gate that does not pass what was ordered.',
    consequence: 'Flood storage is used up; dam safety, spilling in haste.',
    action:
      'Load all units; open gates by the flood rules; tell the flood office; ask for a new plan.',
  },
  'level.high-early': {
    name: 'Level near the flood limit',
    means: 'Little storage is left below the upper limit, and it has been so for minutes.',
    cause: 'A plan that runs close to the limit; inflow above the forecast.',
    consequence: 'Any further inflow is spilled or breaks the limit.',
    action: 'Compare level and plan; ask for a new plan with the newest forecast; raise the load.',
  },
  'level.low': {
    name: 'Level below the lower limit',
    means: 'The reservoir stands below its lower operating limit.',
    cause: 'More drawn than planned; inflow below the forecast.',
    consequence: 'Intake vortices, air in the penstock, water supply at risk.',
    action: 'Lower the load or stop a unit; check the gates for leakage; ask for a new plan.',
  },
  'level.low-early': {
    name: 'Level near the lower limit',
    means: 'Little water is left above the lower limit.',
    cause: 'More drawn than planned; inflow below the forecast.',
    consequence: 'The ordered load cannot be held for long.',
    action: 'Compare level and plan; ask for a new plan; tell the grid in time.',
  },
  'level.rise': {
    name: 'Level rises fast',
    means: 'Over a quarter-hour the level rises faster than any plan lets it.',
    cause: 'A flood wave; units that tripped; an upstream release that nobody announced.',
    consequence: 'The flood limit is reached before the forecast says.',
    action: 'Check inflow and upstream; ask for a new forecast; make ready to open gates.',
  },
  'level.fall': {
    name: 'Level falls fast',
    means: 'Over a quarter-hour the level falls faster than the banks allow.',
    cause: 'A gate left open; too much load for the inflow.',
    consequence: 'Bank slides; boats and works in the reservoir in danger.',
    action: 'Check the gates; lower the load until the fall is within its limit.',
  },
  'spill.running': {
    name: 'Spilling',
    means: 'Water passes the gates or the crest unused.',
    cause: 'Level at its limit; a gate that is open or leaks.',
    consequence: 'Energy lost for each hour; people below the dam in danger.',
    action: 'If it is not planned: check the gates, load the units; warn downstream.',
  },
  'spill.ahead': {
    name: 'Spill ahead',
    means:
      'By the plan in force, or by the present inflow where there is none, water will be spilled within hours.',
    cause: 'More inflow than units and storage can take.',
    consequence: 'Energy that could still be saved is lost.',
    action: 'Raise the load now; ask for a new plan; warn downstream in time.',
  },
  'unit.trip': {
    name: 'Unit tripped',
    means: 'A unit has stopped although it is ordered to run.',
    cause: 'Protection, grid, governor, auxiliaries; or a stop that was not entered.',
    consequence: 'Ordered load is missing; level and outflow leave the plan.',
    action:
      'Look at the protection; start a standby unit; tell the grid; reset when the cause is known.',
  },
  'unit.efficiency': {
    name: 'Unit below its curve',
    means: 'A unit makes less of its water than its hill chart says, beyond what all units lack.',
    cause: 'Wear, cavitation, wicket gates out of step, a flow or power meter that drifts.',
    consequence: 'Energy lost day by day; damage that grows.',
    action: 'Compare the meters; move load to other units; plan an inspection.',
  },
  'head.loss': {
    name: 'Head lost at the trash rack',
    means: 'All running units lack head alike, or the rack’s own gauge says so.',
    cause: 'Floating debris, ice, leaves before the rack.',
    consequence: 'Energy lost; the rack may break.',
    action: 'Clean the rack; share load so that less flows through it meanwhile.',
  },
  'adherence.off': {
    name: 'Off plan',
    means: 'The station runs beside its order by more than the band, for minutes.',
    cause:
      'An order that was not carried out; a unit limit; an order of the grid that was not entered.',
    consequence:
      'The quarter-hour counts as a deviation and costs money; the level leaves the plan.',
    action: 'Bring the units to the order, or enter the new order and give the cause.',
  },
  'plan.none': {
    name: 'No plan in force',
    means: 'For now no plan orders anything.',
    cause: 'An offer that waits for a decision; a planner that fails; data that is missing.',
    consequence: 'The station is run without knowing what it costs.',
    action: 'Decide on the offer; ask for a plan; look into the log for why none is made.',
  },
  'plan.old': {
    name: 'Plan is old',
    means: 'No new plan has been made for several of the planner’s periods.',
    cause: 'The planner fails or runs out of time; data that is missing.',
    consequence: 'New inflow, prices and outages are not in what is ordered.',
    action: 'Ask for a plan; look into the log; carry on with the plan in force with care.',
  },
  'data.lost': {
    name: 'Data lost',
    means: 'Most tags of one source have gone stale. What they feed does not ring beside it.',
    cause: 'Network, gateway or source is down.',
    consequence: 'The station is run blind; alarms of these tags say nothing.',
    action:
      'Check gateway and network; read the level by other means; tell the control system’s people.',
  },
  'tag.fault': {
    name: 'Tag cannot be used',
    means:
      'One value has been stale, bad, doubtful or missing for minutes, though its source speaks.',
    cause: 'An instrument that fails, freezes or was taken out; a wrong range.',
    consequence: 'Figures made of it are substituted or missing.',
    action: 'Check the instrument; take the alarm out of service while it is repaired.',
  },
  'clock.source': {
    name: 'Clock of a source ahead',
    means: 'Readings of a source come from the future.',
    cause: 'The source’s clock is not synchronized.',
    consequence: 'Beyond two minutes its readings are refused.',
    action: 'Synchronize the source’s clock.',
  },
  'clock.stepped': {
    name: 'Server’s clock set',
    means: 'The clock of this server has been set by more than a moment.',
    cause: 'Somebody set it, or its synchronization came back.',
    consequence: 'Ages, plans and records around that instant are doubtful.',
    action: 'Check the time synchronization; reset this alarm when the time is right.',
  },
  'store.blocked': {
    name: 'Store takes nothing',
    means: 'Readings and alarms cannot be written. Alarms go on in memory.',
    cause: 'Disk full; another process holds the file.',
    consequence: 'Sources are told to wait; if the server ends now, what waits is lost.',
    action: 'Free space on the disk, or end what holds the file. Do not restart the server before.',
  },
};
