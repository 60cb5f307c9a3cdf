import type { Priority } from '#shared/alarms/priority.ts';

/** How each priority sounds: so many short tones of this pitch, and again after a while. */
const TONES: Readonly<
  Record<Priority, { readonly hz: number; readonly pulses: number; readonly everyMs: number }>
> = {
  1: { hz: 988, pulses: 3, everyMs: 2000 },
  2: { hz: 659, pulses: 2, everyMs: 4000 },
  3: { hz: 440, pulses: 1, everyMs: 8000 },
};
const PULSE_S = 0.18;
const REST_S = 0.12;
const LOUDNESS = 0.25;

/** The sound of alarms, made by the browser itself: no file has to be loaded. */
export interface Horn {
  /** Sounds for a priority from now on, at once; null: falls silent. */
  sound(priority: Priority | null): void;
  /** Whether the browser holds it back until somebody clicks on the page. */
  isBlocked(): boolean;
  /** To be called from a click. */
  wake(): Promise<void>;
  close(): void;
}

export function createHorn(): Horn {
  const context = new AudioContext();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now: Priority | null = null;

  const pulse = (hz: number, at: number): void => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hz;
    // Edges of some milliseconds: a tone that is cut off clicks.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
    volume.gain.setValueAtTime(LOUDNESS, at + PULSE_S - 0.02);
    volume.gain.linearRampToValueAtTime(0, at + PULSE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + PULSE_S);
  };

  const play = (priority: Priority): void => {
    if (context.state !== 'running') return;
    const { hz, pulses } = TONES[priority];
    for (let i = 0; i < pulses; i += 1) pulse(hz, context.currentTime + i * (PULSE_S + REST_S));
  };

  return {
    sound(priority) {
      if (priority === now) return;
      now = priority;
      clearInterval(timer);
      if (priority === null) return;
      play(priority);
      timer = setInterval(() => play(priority), TONES[priority].everyMs);
    },
    isBlocked: () => context.state !== 'running',
    async wake() {
      await context.resume();
      if (now !== null) play(now);
    },
    close() {
      clearInterval(timer);
      void context.close();
    },
  };
}
