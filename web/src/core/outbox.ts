// Unconfirmed messages of a person in this tab survive a reload. They go when the tab closes: nothing that a person
// typed stays behind on a shared computer.
import type { Pending } from './chat';

export type Outbox = { load: () => Pending[]; save: (pending: Pending[]) => void };

export function outbox(person: string, channel: string, storage: Storage = sessionStorage): Outbox {
  const key = `kring.outbox.${person}.${channel}`;
  return {
    load() {
      try {
        const stored = JSON.parse(storage.getItem(key) ?? '[]') as Pending[];
        return stored.map((one) => (one.state === 'sending' ? { ...one, state: 'waiting' } : one));
      } catch {
        return [];
      }
    },
    save(pending) {
      try {
        if (pending.length === 0) storage.removeItem(key);
        else storage.setItem(key, JSON.stringify(pending));
      } catch {
        // A full or forbidden storage: the message still waits in memory.
      }
    },
  };
}
