import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { screenKey, viewToken } from '#client/connection/access-token.ts';
import { startWatchdog } from '#client/connection/watchdog.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { startLiveSession } from '#client/stores/live-session.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import App from './App.vue';
import { router } from './router.ts';
import './theme/base.css';

const app = createApp(App);
app.use(createPinia());
const display = useDisplayStore();
app.use(createTexts(display.settings.language));
app.use(router);
app.mount('#app');

const token = viewToken(window.location, window.sessionStorage);
const isEntrance = router.resolve(window.location.pathname).meta['isEntrance'] === true;
if (!isEntrance) {
  // Of a wall alone: at the desk somebody sits, and has begun something.
  const isWall = (): boolean => router.currentRoute.value.path === '/wall';
  const watchdog = startWatchdog(() => {
    if (isWall()) window.location.reload();
  });
  startLiveSession({
    token,
    screen:
      token === null
        ? null
        : screenKey(window.localStorage, (bytes) => window.crypto.getRandomValues(bytes)),
    turned: watchdog.turned,
    station: display.settings.station,
    trendTags: (station) => [stationTag(station, 'forebayLevel'), stationTag(station, 'export')],
    reload: () => window.location.reload(),
    signIn: () => {
      const { pathname, search } = window.location;
      window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
    },
  });
}
