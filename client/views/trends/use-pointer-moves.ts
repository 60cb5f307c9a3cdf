import type { Ref } from 'vue';
import type { Stretch } from '#shared/wire/trend.ts';

/** How much one turn of the wheel widens the picture. */
const WHEEL_FACTOR = 1.25;

/** A wheel that is turned along pans by this share of the picture for each hundred px. */
const WHEEL_PAN = 0.08;

/** A hand that has moved less than this has not dragged, px. */
const DRAG_PX = 4;

export interface PointerParts {
  readonly plot: Readonly<Ref<HTMLElement | null>>;
  stretch(): Stretch;
  cursor(at: number | null): void;
  /** By a share of the picture, into the past where it is below 0. */
  pan(share: number): void;
  zoom(at: number, factor: number): void;
}

/** Pointer and wheel over the picture: hovering moves the cursor, dragging the picture; a click lets the cursor stand. */
export function usePointerMoves(parts: PointerParts) {
  /** Where the hand went down and how far it has dragged already, px; null: it is up. */
  let held: { readonly x: number; doneX: number; isDrag: boolean } | null = null;
  let stands = false;

  const boxOf = (): DOMRect => parts.plot.value!.getBoundingClientRect();
  function timeAt(x: number): number {
    const { left, width } = boxOf();
    const [from, to] = parts.stretch();
    return from + ((x - left) / width) * (to - from);
  }

  return {
    down(event: PointerEvent): void {
      if (event.button !== 0) return;
      held = { x: event.clientX, doneX: event.clientX, isDrag: false };
      parts.plot.value?.setPointerCapture(event.pointerId);
    },
    move(event: PointerEvent): void {
      if (!held) {
        if (!stands) parts.cursor(timeAt(event.clientX));
        return;
      }
      held.isDrag ||= Math.abs(event.clientX - held.x) > DRAG_PX;
      if (!held.isDrag) return;
      parts.pan((held.doneX - event.clientX) / boxOf().width);
      held.doneX = event.clientX;
    },
    up(event: PointerEvent): void {
      if (held && !held.isDrag) {
        parts.cursor(timeAt(event.clientX));
        stands = !stands;
      }
      held = null;
    },
    /** Whether the cursor stays where it is while the pointer moves on: a key has put it there, or let it go. */
    stand(does: boolean): void {
      stands = does;
    },
    leave(): void {
      if (!held && !stands) parts.cursor(null);
    },
    wheel(event: WheelEvent): void {
      const along = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(along) > 0) {
        parts.pan((along / 100) * WHEEL_PAN);
        return;
      }
      parts.zoom(timeAt(event.clientX), event.deltaY > 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR);
    },
  };
}
