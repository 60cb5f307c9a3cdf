/**
 * What a plan *is*: turbine flow of every unit and gated spill, m³/s per step. All else follows by
 * model.md. A free overflow spills what it must, whatever stands here. A `Plan`'s `stations` is one.
 */
export interface Schedule {
  readonly stations: Readonly<Record<string, StationSchedule>>;
}

export interface StationSchedule {
  readonly spillM3s: readonly number[];
  readonly units: Readonly<Record<string, { readonly flowM3s: readonly number[] }>>;
}
