/** What the bench tells a process of screens. */
export type ScreensOrder =
  | {
      readonly kind: 'open';
      readonly address: string;
      readonly token: string;
      readonly count: number;
    }
  /** Say when all have seen that their line is cut. */
  | { readonly kind: 'await-cut' }
  /** Say when all are right: with an image of this number or a newer one, plan and alarms as here, curves come anew. */
  | { readonly kind: 'await-right'; readonly image: number; readonly standing: string }
  /** Plan and alarms have changed. */
  | { readonly kind: 'standing'; readonly standing: string }
  /** Say what image, plan and alarms said on each screen when the image of this number was the newest. */
  | { readonly kind: 'compare'; readonly image: number };

/** When each screen was right, ms on the machine's clock; null: it is not yet. */
export interface Righted {
  readonly live: number | null;
  readonly curves: number | null;
}

export type ScreensReport =
  | { readonly kind: 'ready' | 'opened' | 'cut' }
  | { readonly kind: 'right'; readonly screens: readonly Righted[] }
  /** null: a screen went over that image. */
  | { readonly kind: 'compared'; readonly digests: readonly (string | null)[] };
