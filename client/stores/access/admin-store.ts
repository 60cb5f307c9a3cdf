import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { requestHttp } from '#client/connection/http-request.ts';
import type { Role } from '#shared/wire/access.ts';
import type {
  AccountView,
  AuditVerdictView,
  AuditView,
  TokenView,
} from '#shared/wire/access-views.ts';

/** What a new token is for. */
export type TokenWish =
  | { readonly kind: 'display'; readonly name: string; readonly station: string }
  | { readonly kind: 'ingest'; readonly name: string; readonly tagPrefixes: readonly string[] };

export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
}

/** Entries of the audit that are asked for at once. */
const AUDIT_PAGE = 100;

const post = <T>(path: string, body: object): Promise<T> =>
  requestHttp<T>(`/api/v1/${path}`, { body });

/** Accounts, tokens and audit as an administrator last saw them. Requests reject with HttpError. */
export const useAdminStore = defineStore('admin', () => {
  const accounts = shallowRef<readonly AccountView[] | null>(null);
  const tokens = shallowRef<readonly TokenView[] | null>(null);
  const entries = shallowRef<readonly AuditView[] | null>(null);
  /** Whether there may be older entries than those shown. */
  const hasOlder = shallowRef(false);

  async function loadAccounts(): Promise<void> {
    const answer = await requestHttp<{ accounts: AccountView[] }>('/api/v1/accounts');
    accounts.value = Object.freeze(answer.accounts);
  }
  async function loadTokens(): Promise<void> {
    const answer = await requestHttp<{ tokens: TokenView[] }>('/api/v1/tokens');
    tokens.value = Object.freeze(answer.tokens);
  }
  async function loadAudit(filter: AuditFilter, older: boolean): Promise<void> {
    const known = older ? (entries.value ?? []) : [];
    const before = known.at(-1)?.number;
    const query = new URLSearchParams({ limit: String(AUDIT_PAGE) });
    if (before !== undefined) query.set('before', String(before));
    if (filter.actor) query.set('actor', filter.actor);
    if (filter.action) query.set('action', filter.action);
    const answer = await requestHttp<{ entries: AuditView[] }>(`/api/v1/audit?${query}`);
    entries.value = Object.freeze([...known, ...answer.entries]);
    hasOlder.value = answer.entries.length === AUDIT_PAGE;
  }

  return {
    accounts,
    tokens,
    entries,
    hasOlder,
    loadAccounts,
    loadTokens,
    loadAudit,
    verifyAudit: () => requestHttp<AuditVerdictView>('/api/v1/audit/verify'),
    async addAccount(wanted: { name: string; label: string; roles: readonly Role[] }) {
      const { secret } = await post<{ secret: string }>('accounts', wanted);
      await loadAccounts();
      return secret;
    },
    async changeAccount(
      id: string,
      change: { label?: string; roles?: readonly Role[]; disabled?: boolean },
    ) {
      await post('accounts/change', { id, ...change });
      await loadAccounts();
    },
    async newLink(id: string) {
      const { secret } = await post<{ secret: string }>('accounts/link', { id });
      await loadAccounts();
      return secret;
    },
    async issueToken(wish: TokenWish) {
      const { secret } = await post<{ secret: string }>('tokens', wish);
      await loadTokens();
      return secret;
    },
    async revokeToken(id: string) {
      await post('tokens/revoke', { id });
      await loadTokens();
    },
  };
});
