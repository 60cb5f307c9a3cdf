import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Station } from '#shared/station/system-schema.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { drawable } from '#client/format/measured.ts';
import { formatMoment } from '#client/format/time.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { alarmWords } from './alarm-words.ts';
import { activeAlarms, dataHealth } from './data-health.ts';
import { orderedNow } from './load-view.ts';
import {
  DONE_AXIS_PERCENT,
  energyAxisKwh,
  figureOf,
  outlookStanding,
  saidIndices,
} from './outlook-view.ts';
import { unitName } from './unit-view.ts';
import { useStationValues } from './use-station-values.ts';
import type { WallLine } from './wall-line.ts';

/** What the load tells, line by line. */
export function useLoadLines(station: () => Station): ComputedRef<WallLine[]> {
  const { t } = useI18n();
  const link = useLinkStore();
  const live = useStationStore();
  const display = useDisplayStore();
  const { read } = useStationValues();
  const order = computed(() => (link.now === null ? null : orderedNow(live.plan, link.now)));
  const nameOf = (id: string): string => {
    const unit = station().units.find((one) => one.id === id);
    return unit ? unitName(unit)[display.settings.language] : id;
  };
  return computed((): WallLine[] => {
    const own = station();
    const exported = read(stationTag(own.id, 'export'));
    const capacity = own.units.reduce((sum, unit) => sum + unit.mwMax, 0);
    const axis = { min: 0, max: capacity };
    const next = live.plan?.next ?? null;
    const zone = link.hello?.system.timeZone ?? 'UTC';
    const orderedMw = order.value?.exportMw ?? null;
    return [
      {
        id: 'export',
        label: t('load.exportNow'),
        number: { measured: exported, unit: 'MW', digits: 1 },
        bar: { value: drawable(exported), standing: exported.standing, ...axis },
      },
      {
        id: 'ordered',
        label: t('load.ordered'),
        number: {
          measured: {
            value: orderedMw,
            standing: orderedMw === null ? 'missing' : 'good',
            ageMs: 0,
          },
          unit: 'MW',
          digits: 1,
        },
        bar: { value: orderedMw, standing: 'good', ...axis },
      },
      next
        ? {
            id: 'next',
            label: `${formatMoment(next.at, zone)} ${nameOf(next.unit)}`,
            number: {
              measured: { value: next.toMw, standing: 'good', ageMs: 0 },
              unit: 'MW',
              digits: 1,
            },
          }
        : { id: 'next', label: t('wall.lines.next'), words: '–' },
    ];
  });
}

/** What the units tell, line by line. */
export function useUnitLines(station: () => Station): ComputedRef<WallLine[]> {
  const display = useDisplayStore();
  const { read } = useStationValues();
  return computed((): WallLine[] =>
    station().units.map((unit) => {
      const measured = read(unitTag(station().id, unit.id, 'mw'));
      return {
        id: unit.id,
        label: unitName(unit)[display.settings.language],
        number: { measured, unit: 'MW', digits: 1 },
        bar: {
          value: drawable(measured),
          standing: measured.standing,
          min: 0,
          max: unit.mwMax,
          band: [unit.mwMin, unit.mwMax],
        },
      };
    }),
  );
}

/** What consumption tells, line by line. */
export function useEnergyLines(): ComputedRef<WallLine[]> {
  const { t } = useI18n();
  const link = useLinkStore();
  const live = useStationStore();
  return computed((): WallLine[] => {
    const own = live.outlook?.energy;
    if (!own) return [{ id: 'none', label: t('wall.energy.none'), words: '' }];
    const how = outlookStanding(live.outlook, link);
    const max = energyAxisKwh(own);
    const line = (id: string, label: string, kwh: number | null, of: number | null): WallLine => {
      const measured = figureOf(kwh, how, 100 - own.missingPercent);
      return {
        id,
        label,
        number: { measured, unit: 'kWh', digits: 0 },
        bar: {
          value: measured.value,
          standing: measured.standing,
          min: 0,
          max,
          ...(of === null ? {} : { band: [0, of] as const }),
          abnormal: of !== null && kwh !== null && own.light !== 'green' && kwh > of,
        },
      };
    };
    return [
      {
        ...line('today', t('wall.energy.soFar'), own.soFarKwh, own.targetSoFarKwh),
        light: own.light,
      },
      line('expected', t('wall.energy.expected'), own.expectedSoFarKwh, null),
      line('day', t('wall.energy.endOfDay'), own.dayKwh, own.targetDayKwh),
      line('target', t('wall.energy.target'), own.targetDayKwh, null),
    ];
  });
}

/** What the indices tell, line by line. */
export function useIndexLines(): ComputedRef<WallLine[]> {
  const { t, locale } = useI18n();
  const link = useLinkStore();
  const live = useStationStore();
  return computed((): WallLine[] => {
    const said = saidIndices(live.outlook, link, locale.value);
    if (said.length === 0) return [{ id: 'none', label: t('wall.indices.none'), words: '' }];
    return said.map(({ figure, measured, unit, digits }) => ({
      id: figure.name,
      label: t(`wall.indices.${figure.name}`),
      light: figure.light,
      ...(figure.why === null
        ? { number: { measured, unit, digits } }
        : { words: t(`wall.indices.why.${figure.why}`) }),
      bar: {
        value: figure.donePercent,
        standing: measured.standing,
        min: 0,
        max: DONE_AXIS_PERCENT,
        band: [80, DONE_AXIS_PERCENT],
        abnormal: figure.light === 'yellow' || figure.light === 'red',
      },
    }));
  });
}

/** What alarms and data tell, line by line. */
export function useAlarmLines(): ComputedRef<WallLine[]> {
  const { t, te, locale } = useI18n();
  const link = useLinkStore();
  const live = useStationStore();
  const { read } = useStationValues();
  return computed((): WallLine[] => {
    const { good, all } = dataHealth(live.tags, read);
    const told = activeAlarms(live.alarms.values()).map((alarm) => ({
      id: alarm.id,
      label: alarmWords(alarm, { t, te, locale: locale.value }),
      priority: alarm.priority,
      tall: 2,
    }));
    const calm = t(link.isOld ? 'health.noAlarmThen' : 'wall.alarms.none');
    return [
      ...(told.length > 0
        ? told
        : [{ id: 'calm', label: calm, words: '', tall: link.isOld ? 2 : 1 }]),
      {
        id: 'health',
        label: t('health.title'),
        words: `${good} / ${all}`,
        bar: { value: good, standing: 'good', min: 0, max: all, abnormal: good < all },
      },
    ];
  });
}
