import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** A host as it may stand in a header: one that could end the directive is not repeated. */
const HOST = /^[\w.:[\]-]{1,255}$/;

/** Sockets to this very host; `'self'` alone does not mean them in every browser. */
function ownSockets({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const { host } = headers;
  return host !== undefined && HOST.test(host) ? `ws://${host} wss://${host}` : "'self'";
}

/**
 * Strict headers: nothing inline, nothing from elsewhere. Charts are drawn on a canvas; Vue sets
 * single style properties from script, which the policy does not count as inline styles.
 * No upgrade of insecure requests and no HSTS: on a station's own network there may be no TLS,
 * and where there is, the proxy that ends it says so.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ownSockets],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
}
