import type { reasonsEn } from './reasons-en.ts';

/** 计划变动机组的原因，按计划代码；接在“因为”之后。 */
export const reasonsZh: typeof reasonsEn = {
  unknown: '计划要求（{code}）',
  start: {
    fixed: '已经下达',
    load: '负荷要求增加',
    'outflow-floor': '下游需要最小下泄流量',
    'level-high': '水位接近上限（{levelM} m）',
    'spill-avoided': '否则将弃水',
    ramp: '受升降负荷速率限制，须分步完成',
    'price-rise': '电价升至 {price} {currency}/MWh',
    'price-high': '电价较高（{price} {currency}/MWh）',
    'best-efficiency': '各机组合计更接近最优工况',
  },
  stop: {
    fixed: '已经下达',
    outage: '机组停运',
    load: '负荷要求减少',
    'level-low': '水位接近下限（{levelM} m）',
    ramp: '受升降负荷速率限制，须分步完成',
    'price-fall': '电价降至 {price} {currency}/MWh',
    'price-low': '电价较低（{price} {currency}/MWh）',
    'best-efficiency': '其余机组更接近最优工况',
  },
  set: {
    fixed: '已经下达',
    load: '负荷要求变化',
    'outflow-floor': '下游需要最小下泄流量',
    'level-high': '水位接近上限（{levelM} m）',
    'level-low': '水位接近下限（{levelM} m）',
    'spill-avoided': '否则将弃水',
    ramp: '受升降负荷速率限制，须分步完成',
    'price-rise': '电价升至 {price} {currency}/MWh',
    'price-fall': '电价降至 {price} {currency}/MWh',
    'best-efficiency': '该机组更接近最优工况',
  },
};
