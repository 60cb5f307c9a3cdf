import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { requestHttp } from '#client/connection/http-request.ts';
import type { SessionView } from '#shared/wire/access-views.ts';

/** What a one-time link is for, as the server says it. */
export interface LinkPurpose {
  readonly kind: 'first' | 'account';
  readonly name: string;
  readonly label: string;
}

/** What the page of a one-time link sends. */
export interface SetupWish {
  readonly secret: string;
  readonly password: string;
  readonly name: string;
  readonly label: string;
}

/** Who has signed in in this browser. Requests reject with HttpError. */
export const useSessionStore = defineStore('session', () => {
  const view = shallowRef<SessionView | null>(null);

  async function keep(answer: Promise<SessionView>): Promise<SessionView> {
    const session = Object.freeze(await answer);
    view.value = session;
    return session;
  }
  const post = <T>(path: string, body: object): Promise<T> =>
    requestHttp<T>(`/api/v1/${path}`, { body });

  return {
    view,
    load: () => keep(requestHttp<SessionView>('/api/v1/session')),
    signIn: (name: string, password: string) =>
      keep(post<SessionView>('session', { name, password })),
    signOut: () => keep(post<SessionView>('session/end', {})),
    changePassword: (old: string, wanted: string) =>
      post<object>('session/password', { old, wanted }),
    lookAtLink: (secret: string) => post<LinkPurpose>('setup/look', { secret }),
    setUp: (wish: SetupWish) => keep(post<SessionView>('setup', wish)),
  };
});
