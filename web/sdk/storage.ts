// Key-value storage that works where `localStorage` is blocked: then it lasts as long as the tab.

import type { KeyValueStore } from './outbox';

export class MemoryStore implements KeyValueStore {
  private readonly values_ = new Map<string, string>();
  get(key: string): string | null {
    return this.values_.get(key) ?? null;
  }
  set(key: string, value: string): void {
    this.values_.set(key, value);
  }
  remove(key: string): void {
    this.values_.delete(key);
  }
  keys(): string[] {
    return [...this.values_.keys()];
  }
}

class LocalStore implements KeyValueStore {
  constructor(private readonly storage_: Storage) {}
  get(key: string): string | null {
    return this.storage_.getItem(key);
  }
  set(key: string, value: string): void {
    try {
      this.storage_.setItem(key, value);
    } catch {
      // Full: what is on the screen stays in memory.
    }
  }
  remove(key: string): void {
    this.storage_.removeItem(key);
  }
  keys(): string[] {
    return Object.keys(this.storage_);
  }
}

/** True for a store that survives the tab. */
export function isLasting(store: KeyValueStore): boolean {
  return store instanceof LocalStore;
}

export function openStore(): KeyValueStore {
  try {
    const probe = 'chatd.probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return new LocalStore(localStorage);
  } catch {
    return new MemoryStore();
  }
}
