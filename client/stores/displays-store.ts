import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { HttpError } from '#client/connection/http-request.ts';
import {
  keepDisplay,
  releaseDisplay,
  requestDisplays,
} from '#client/connection/displays-request.ts';
import type { DisplayLine, DisplaySettings } from '#shared/wire/display.ts';

/** What became of a saving: kept, overtaken by somebody else's, or refused with the server's word. */
export type Saved = 'kept' | 'conflict' | { readonly word: string };

/** The screens that have a token of their own, for those who set them up. */
export const useDisplaysStore = defineStore('displays', () => {
  const displays = shallowRef<readonly DisplayLine[]>([]);

  function put(line: DisplayLine): void {
    displays.value = displays.value.map((one) => (one.id === line.id ? Object.freeze(line) : one));
  }
  async function load(): Promise<void> {
    displays.value = Object.freeze(await requestDisplays());
  }
  const outcome = async (work: Promise<DisplayLine>): Promise<Saved> => {
    try {
      put(await work);
      return 'kept';
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.code !== 'changed-meanwhile') return { word: error.message };
      await load();
      return 'conflict';
    }
  };
  return {
    displays,
    load,
    keep: ({ id, revision }: DisplayLine, settings: DisplaySettings) =>
      outcome(keepDisplay(id, revision, settings)),
    release: ({ id }: DisplayLine) => outcome(releaseDisplay(id)),
  };
});
