import type { RequestHandler } from 'express';
import helmet from 'helmet';

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
        connectSrc: ["'self'", 'ws:', 'wss:'],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
}
