/** Those who want to hear of an event. */
export interface Listeners<T> {
  tell(event: T): void;
  /** Returns how to leave. */
  add(listener: (event: T) => void): () => void;
}

export function listeners<T>(): Listeners<T> {
  const all = new Set<(event: T) => void>();
  return {
    tell: (event) => {
      for (const listener of all) listener(event);
    },
    add: (listener) => {
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}
