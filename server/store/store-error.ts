export type StoreErrorCode = 'full' | 'busy' | 'stopped' | 'refused' | 'conflict';

/** The store could not do what was asked. What was not acknowledged is not kept. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No room on the disk: send again when there is. */
export class StoreFullError extends StoreError {
  override readonly name = 'StoreFullError';

  constructor(message: string, options?: ErrorOptions) {
    super('full', message, options);
  }
}

/** Another process holds the store, or its thread is just starting again: send again soon. */
export class StoreBusyError extends StoreError {
  override readonly name = 'StoreBusyError';

  constructor(message: string, options?: ErrorOptions) {
    super('busy', message, options);
  }
}

/** What was to be changed is not as it was seen: look again, nothing was written over. */
export class StoreConflictError extends StoreError {
  override readonly name = 'StoreConflictError';

  constructor(message: string, options?: ErrorOptions) {
    super('conflict', message, options);
  }
}

/** The error of a code, for example of one that came from another thread. */
export function storeError(code: StoreErrorCode, message: string, cause?: unknown): StoreError {
  const options = cause === undefined ? undefined : { cause };
  if (code === 'full') return new StoreFullError(message, options);
  if (code === 'busy') return new StoreBusyError(message, options);
  if (code === 'conflict') return new StoreConflictError(message, options);
  return new StoreError(code, message, options);
}
