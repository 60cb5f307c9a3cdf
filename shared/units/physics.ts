/** Density of water ρ, kg/m³ (model.md, units and signs). */
export const WATER_DENSITY_KG_M3 = 1000;

/** Standard gravity g as model.md fixes it, m/s². */
export const GRAVITY_M_S2 = 9.81;

/** Hydraulic power of 1 m³/s falling 1 m, MW: ρ g / 10⁶. */
export const MW_PER_M3S_M = (WATER_DENSITY_KG_M3 * GRAVITY_M_S2) / 1e6;

/** Cubic metres in a million cubic metres. */
export const M3_PER_MM3 = 1e6;

/** One cubic foot per second in m³/s (exact, from the international foot). */
export const M3S_PER_CFS = 0.3048 ** 3;

/** One acre-foot in Mm³ (43,560 cubic feet). */
export const MM3_PER_ACRE_FOOT = (43_560 * 0.3048 ** 3) / 1e6;

export const SECONDS_PER_HOUR = 3600;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;

/** Volume that a flow (m³/s) carries in a span (s), Mm³. */
export function volumeMm3(flowM3s: number, seconds: number): number {
  return (flowM3s * seconds) / M3_PER_MM3;
}

/** Mean flow (m³/s) that carries a volume (Mm³) in a span (s). */
export function flowM3s(volMm3: number, seconds: number): number {
  return (volMm3 * M3_PER_MM3) / seconds;
}
