import type { reasonsEn } from './reasons-en.ts';

/** 约束全站或使机组变动的限制：各处用语一致。 */
const limits = {
  fixed: '已经下达',
  load: '负荷为 {limitMw} MW',
  outage: '有机组停运',
  'min-up': '机组须满足最短运行时间',
  'min-down': '机组须满足最短停机时间',
  starts: '机组当日开机次数已用完',
  'level-min': '水位不得低于 {limitM} m',
  'level-max': '水位不得高于 {limitM} m',
  'level-rise': '水位上升不得超过 {limitMPerHour} m/h',
  'level-fall': '水位下降不得超过 {limitMPerHour} m/h',
  'outflow-min': '下游至少需要 {limitM3s} m³/s',
  'outflow-max': '出库流量不得超过 {limitM3s} m³/s',
  'outflow-rise': '出库流量每时段增加不得超过 {limitM3s} m³/s',
  'outflow-fall': '出库流量每时段减少不得超过 {limitM3s} m³/s',
  'generation-ramp': '全站出力每时段变化不得超过 {limitMw} MW',
  'export-limit': '送出不得超过 {limitMw} MW',
  reserve: '须保留 {limitMw} MW 旋转备用',
  'end-level': '期末水位须达到 {limitM} m',
};

const spillAvoided = '否则水库将在 {fullInHours} h 后蓄满（{limitM} m）而弃水';

/** 两者相当：水用于别时收益也不更高。 */
const balance = '电价 {price} {currency}/MWh 与水的价值（{waterValue} {currency}/Mm³）相当';

const waterLater = '水留到以后价值更高（{waterValue} {currency}/Mm³）';

const dear = '电价 {price} {currency}/MWh 高于水的价值';

const price = {
  rise: '电价升至 {price} {currency}/MWh',
  fall: '电价降至 {price} {currency}/MWh',
};

const water = {
  falls: '水的价值由 {waterBefore} 降至 {waterValue} {currency}/Mm³',
  rises: '水的价值由 {waterBefore} 升至 {waterValue} {currency}/Mm³',
};

/** 计划为何如此，按计划代码；各原因接在“因为”之后。 */
export const reasonsZh: typeof reasonsEn = {
  unknown: '计划要求（{code}）',
  start: {
    ...limits,
    'spill-avoided': spillAvoided,
    'best-efficiency': '各机组合计更接近最优工况',
    price: balance,
    'price-rise': price.rise,
    'price-high': dear,
    'water-falls': water.falls,
    swap: '接替{other}',
    'others-out': '{other}停运',
    'back-in-service': '机组恢复可用',
  },
  stop: {
    ...limits,
    outage: '机组停运',
    'best-efficiency': '其余机组更接近最优工况',
    price: balance,
    'price-fall': price.fall,
    'price-low': waterLater,
    'water-rises': water.rises,
    swap: '由{other}接替',
  },
  set: {
    ...limits,
    'spill-avoided': spillAvoided,
    'best-efficiency': '各机组合计更接近最优工况',
    price: balance,
    'price-rise': price.rise,
    'price-fall': price.fall,
    'price-high': dear,
    'price-low': waterLater,
    'water-falls': water.falls,
    'water-rises': water.rises,
    swap: '与{other}此增彼减',
    'others-out': '{other}停运',
    head: '流量不变，水头变化',
  },
  step: {
    ...limits,
    load: '跟随负荷',
    outage: '停运机组若可用，其收益将高于水的价值',
    'unit-flow': '运行机组已到流量范围边界',
    'unit-power': '运行机组已到出力范围边界',
    'forbidden-zone': '有机组处于禁止运行区边缘',
    'start-cost': '再开一台机组得不偿失',
    'spill-avoided': spillAvoided,
    'best-efficiency': '机组处于最优工况',
    price: '最后 1 m³ 水的收益与其价值（{waterValue} {currency}/Mm³）相当',
    'price-low': waterLater,
  },
  water: {
    worth: '水库每多存 1 Mm³ 可多得 {least} 至 {most} {currency}',
  },
  sentence: {
    start: '{time} {unit}开机：{parts}',
    stop: '{time} {unit}停机：{parts}',
    set: '{time} {unit}调至 {to} MW：{parts}',
    step: '{time}–{until}：{parts}',
    stepOfDay: '{time} 起 24 h：{parts}',
    water: '{parts}',
    and: '{first}；{next}',
    by: '{by} MW',
    byUntil: '{by} MW，至 {until}',
    until: '至 {until}',
    keeps: '保住 {headM} m 水头',
    keepsFor: '为 {later} 保住 {headM} m 水头',
    takes: '用去 {headM} m 水头',
  },
};
