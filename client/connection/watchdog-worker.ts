/// <reference lib="webworker" />
import { createDeadBeats, WATCH_MS, type WatchdogMessage } from './watchdog-beats.ts';

// A thread of its own, whose timers go on while the page's thread hangs.
const page = self as unknown as DedicatedWorkerGlobalScope;
const beats = createDeadBeats();
page.onmessage = ({ data }: MessageEvent<WatchdogMessage>) => beats.heard(data);
setInterval(() => {
  if (beats.beat()) page.postMessage('reload');
}, WATCH_MS);
