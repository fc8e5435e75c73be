import { pino } from 'pino';

/** What the rest of the program needs of a logger. Tokens and bodies are never passed to it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Logs as JSON lines on standard error, so that standard output stays the program's result. */
export function createLog(level: LogLevel): Log {
  return pino({ level, base: null, redact: ['token', 'authorization', '*.token'] }, pino.destination(2));
}
