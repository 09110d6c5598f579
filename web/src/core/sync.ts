// Background Sync, where the browser has it: what was typed is sent when the network is back, also when every page of
// Kring is closed. Elsewhere it is sent when Kring is opened.

export const syncTag = 'left';

type SyncManager = { register: (tag: string) => Promise<void> };

/** Asks the browser to wake the service worker when there is a network. */
export async function askSync(): Promise<void> {
  const worker = await globalThis.navigator?.serviceWorker?.getRegistration();
  const { sync } = (worker ?? {}) as { sync?: SyncManager };
  await sync?.register(syncTag).catch(() => undefined);
}
