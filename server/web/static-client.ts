import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';

const NOT_BUILT =
  'The screens are not built. Run "npm run build" and start the server again; the HTTP doors under /api/v1 work without them.\n';

/** Files whose names carry their content's hash never change. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const page =
  (folder: string): RequestHandler =>
  (_request, response) => {
    response.set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: folder });
  };

/** The built screens; any path that is no file shows the page, which finds its own way. */
export function staticClient(folder: string | null): RequestHandler {
  const router = Router();
  if (folder === null || !existsSync(join(folder, 'index.html'))) {
    router.use((_request, response) => void response.status(503).type('text').send(NOT_BUILT));
    return router;
  }
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      fallthrough: false,
      setHeaders: (response) => response.setHeader('Cache-Control', FOR_EVER),
    }),
  );
  router.use(express.static(folder, { index: false }));
  router.get('/{*any}', page(folder));
  return router;
}
