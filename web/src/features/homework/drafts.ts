// Work that the server has not confirmed yet stays on this device, per person and piece of work. It is written at
// every keystroke and removed as soon as the server has it, so normally nothing is left here. It is not sealed: the
// key would have to lie beside it. Signing out removes it.
import type { Draft } from './work';

/** `write` tells whether the device kept it. None of them throws: a full or forbidden storage only keeps nothing. */
export type Drafts = { read: () => Promise<Draft | undefined>; write: (draft: Draft) => Promise<boolean>; remove: () => Promise<void> };

/** A piece of work that was left: an assignment's id, or 'plan'. */
export type Left = { work: string; draft: Draft };

type Kept = Left & { person: string };

const storeName = 'work';
const keyOf = (person: string, work: string) => `${person} ${work}`;

export function deviceDrafts(person: string, work: string): Drafts {
  const key = keyOf(person, work);
  return {
    read: async () => (await attempt((store) => store.get(key) as IDBRequest<Kept | undefined>))?.value?.draft,
    write: async (draft) => (await attempt((store) => store.put({ person, work, draft } satisfies Kept, key))) !== undefined,
    remove: async () => void (await attempt((store) => store.delete(key))),
  };
}

/** All that this person left on this device. */
export async function left(person: string): Promise<Left[]> {
  const all = (await attempt((store) => store.getAll() as IDBRequest<Kept[]>))?.value ?? [];
  return all.filter((one) => one.person === person);
}

/** Nothing that anybody typed stays behind. */
export async function forgetDrafts(): Promise<void> {
  await attempt((store) => store.clear());
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('kring', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // a newer version of Kring in another tab
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error('indexedDB'));
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** One act on the store, on the disk when it is over: the power may go at any moment. */
async function attempt<T>(act: (store: IDBObjectStore) => IDBRequest<T>): Promise<{ value: T } | undefined> {
  try {
    const db = await open();
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(storeName, 'readwrite', { durability: 'strict' });
      const request = act(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve({ value: request.result });
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      transaction.commit?.();
    });
  } catch {
    return undefined;
  }
}
