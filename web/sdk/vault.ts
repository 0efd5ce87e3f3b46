// Values that all tabs agree on at once. `localStorage` reaches other tabs a moment late, even under a lock they
// share; a committed IndexedDB transaction is what the next reader sees.

export interface Vault {
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string | undefined): Promise<void>;
}

const DATABASE = 'chatd';
const STORE = 'vault';

/** Undefined where there is no IndexedDB. */
export function openVault(): Vault | undefined {
  if (typeof indexedDB === 'undefined') return undefined;
  return {
    read: (key) => transact('readonly', (store) => store.get(key)).catch(() => undefined) as Promise<string | undefined>,
    write: async (key, value) => {
      await transact('readwrite', (store) => (value === undefined ? store.delete(key) : store.put(value, key))).catch(() => undefined);
    },
  };
}

async function transact(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(STORE, mode);
    const request = run(transaction.objectStore(STORE));
    transaction.oncomplete = () => {
      database.close();
      done(request.result);
    };
    transaction.onabort = () => {
      database.close();
      failed(transaction.error);
    };
  });
}

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
