import { createRouter, createWebHistory } from 'vue-router';
import WallView from '#client/views/wall/WallView.vue';

/** The screens. What a display shows stands in its address, so that it can be bookmarked. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: (to) => ({ path: '/wall', query: to.query }) },
    { path: '/wall', component: WallView },
    // Loaded when it is asked for: the wall need not carry the desk.
    {
      path: '/desk',
      component: () => import('#client/views/dispatch/DispatchView.vue'),
      meta: { seenFrom: 'desk' },
    },
    { path: '/:rest(.*)*', redirect: '/wall' },
  ],
});
