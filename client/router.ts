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
    {
      path: '/admin',
      component: () => import('#client/views/admin/AdminView.vue'),
      meta: { seenFrom: 'desk' },
    },
    // Those who are not in yet: without a live line, and loaded anew on the way in.
    {
      path: '/sign-in',
      component: () => import('#client/views/sign-in/SignInView.vue'),
      meta: { seenFrom: 'desk', isEntrance: true },
    },
    {
      path: '/setup',
      component: () => import('#client/views/sign-in/SetupView.vue'),
      meta: { seenFrom: 'desk', isEntrance: true },
    },
    {
      path: '/password',
      component: () => import('#client/views/sign-in/OwnPasswordView.vue'),
      meta: { seenFrom: 'desk', isEntrance: true },
    },
    {
      path: '/energy',
      component: () => import('#client/views/energy/EnergyView.vue'),
      meta: { seenFrom: 'desk' },
    },
    {
      path: '/alarms',
      component: () => import('#client/views/alarms/AlarmsView.vue'),
      meta: { seenFrom: 'desk' },
    },
    {
      path: '/trends',
      component: () => import('#client/views/trends/TrendsView.vue'),
      meta: { seenFrom: 'desk' },
    },
    {
      path: '/displays',
      component: () => import('#client/views/wall/DisplaysView.vue'),
      meta: { seenFrom: 'desk' },
    },
    { path: '/:rest(.*)*', redirect: '/wall' },
  ],
});
