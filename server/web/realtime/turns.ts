/**
 * One after the other, each in a turn of its own of the event loop: what hundreds of screens ask for in one instant must
 * not keep new ones waiting at the door, nor the beat of the images.
 * @returns resolves when it is the asker's turn, in the order of asking
 */
export function createTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
