import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where a secret could ride along with a logged request or setting. */
const SECRETS = [
  'token',
  '*.token',
  'ingestToken',
  '*.ingestToken',
  'viewToken',
  '*.viewToken',
  'req.headers.authorization',
  'req.headers.cookie',
];

/**
 * The server's log: one JSON object a line, times in UTC. It goes to standard error, so that
 * standard output stays free for results.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '(secret)' },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
