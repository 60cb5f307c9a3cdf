import { z } from 'zod';
import type { AccountView, TokenView } from '#shared/wire/access-views.ts';
import type { Access } from '../../access/access.ts';
import { LINK_LIFE_MS } from '../../access/accounts.ts';
import type { Account } from '../../store/account-store.ts';
import type { IssuedToken } from '../../store/token-store.ts';
import { actorOf, bodyOf, type Answer, type Door } from '../../door.ts';
import {
  accountChangeSchema,
  accountSchema,
  accountWishSchema,
  idSchema,
  tokenSchema,
  tokenWishSchema,
} from './access-schema.ts';

const JSON_BODY = ['application/json'];

const FAULTS: Readonly<Record<number, Answer>> = {
  400: { means: 'The body cannot be read, or asks for what does not do.' },
  404: { means: 'There is no such account or token.' },
  409: {
    means: 'The name is taken, somebody else was quicker, or no administrator would be left.',
  },
};

const linkAnswer = z.strictObject({
  account: accountSchema,
  /** Goes behind `/setup#`; it is told this once. */
  secret: z.string(),
});

function tokenView({ digest: _kept, ...token }: IssuedToken): TokenView {
  return token;
}

function accountDoors({ accounts, directory }: Access): readonly Door[] {
  const viewOf = (account: Account): AccountView => ({
    id: account.id,
    name: account.name,
    label: account.label,
    roles: account.roles,
    disabled: account.disabled,
    madeAt: account.madeAt,
    hasPassword: account.passwordHash !== null,
    linkEndsAt: account.link && account.link.endsAt > Date.now() ? account.link.endsAt : null,
    sessions: directory.sessions().filter((session) => session.account === account.id).length,
  });
  const hours = LINK_LIFE_MS / 3_600_000;

  return [
    {
      method: 'get',
      path: '/api/v1/accounts',
      summary: 'Every account.',
      action: 'accounts.manage',
      answers: {
        200: { means: 'By name.', schema: z.strictObject({ accounts: z.array(accountSchema) }) },
      },
      handle: (_request, response) =>
        void response.json({ accounts: directory.accounts().map(viewOf) }),
    },
    {
      method: 'post',
      path: '/api/v1/accounts',
      summary: `Make an account; its password is set by a link, good once and for ${hours} h.`,
      action: 'accounts.manage',
      body: { types: JSON_BODY, schema: accountWishSchema },
      answers: { 200: { means: 'Made.', schema: linkAnswer }, ...FAULTS },
      async handle(request, response) {
        const wish = bodyOf(accountWishSchema, request);
        const { account, secret } = await accounts.add(actorOf(response), wish);
        response.json({ account: viewOf(account), secret });
      },
    },
    {
      method: 'post',
      path: '/api/v1/accounts/change',
      summary:
        'Change name to show or roles, disable or enable; live at once, also on open screens.',
      action: 'accounts.manage',
      body: { types: JSON_BODY, schema: accountChangeSchema },
      answers: {
        200: { means: 'Changed.', schema: z.strictObject({ account: accountSchema }) },
        ...FAULTS,
      },
      async handle(request, response) {
        const { id, ...change } = bodyOf(accountChangeSchema, request);
        response.json({ account: viewOf(await accounts.change(actorOf(response), id, change)) });
      },
    },
    {
      method: 'post',
      path: '/api/v1/accounts/link',
      summary: 'A new link to set a password; the present password is good until it is used.',
      action: 'accounts.manage',
      body: { types: JSON_BODY, schema: idSchema },
      answers: { 200: { means: 'The link before is no more.', schema: linkAnswer }, ...FAULTS },
      async handle(request, response) {
        const { id } = bodyOf(idSchema, request);
        const { account, secret } = await accounts.link(actorOf(response), id);
        response.json({ account: viewOf(account), secret });
      },
    },
  ];
}

function tokenDoors({ tokens, directory }: Access): readonly Door[] {
  return [
    {
      method: 'get',
      path: '/api/v1/tokens',
      summary: 'Every token of screens and sources, the revoked ones too; never its secret.',
      action: 'tokens.manage',
      answers: {
        200: { means: 'Oldest first.', schema: z.strictObject({ tokens: z.array(tokenSchema) }) },
      },
      handle: (_request, response) =>
        void response.json({ tokens: directory.tokens().map(tokenView) }),
    },
    {
      method: 'post',
      path: '/api/v1/tokens',
      summary: 'Issue a token of a screen or a source.',
      action: 'tokens.manage',
      body: { types: JSON_BODY, schema: tokenWishSchema },
      answers: {
        200: {
          means: 'The secret is told this once.',
          schema: z.strictObject({ token: tokenSchema, secret: z.string() }),
        },
        ...FAULTS,
      },
      async handle(request, response) {
        const wish = bodyOf(tokenWishSchema, request);
        const { token, secret } = await tokens.issue(actorOf(response), wish);
        response.json({ token: tokenView(token), secret });
      },
    },
    {
      method: 'post',
      path: '/api/v1/tokens/revoke',
      summary: 'Revoke a token; a screen that shows it is cut off at once.',
      action: 'tokens.manage',
      body: { types: JSON_BODY, schema: idSchema },
      answers: { 200: { means: 'Revoked.', schema: z.strictObject({}) }, ...FAULTS },
      async handle(request, response) {
        await tokens.revoke(actorOf(response), bodyOf(idSchema, request).id);
        response.json({});
      },
    },
  ];
}

/** The doors of who there is and what they are. */
export function administrationDoors(access: Access): readonly Door[] {
  return [...accountDoors(access), ...tokenDoors(access)];
}
