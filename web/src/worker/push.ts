// A message of the server to this browser, also when Kring is closed. It holds a kind and nothing else, so what is shown
// says that there is something, never what: others may look at this screen too.

type Shows = Pick<ServiceWorkerRegistration, 'showNotification'>;

/** Two sentences; the message files are too large for a worker. */
const words = { nl: 'Er staat iets voor u klaar.', en: 'There is something for you.' };

/** Shows that there is something. The same kind replaces itself: no pile of them. */
export async function shown(registration: Shows, data: string, language: string): Promise<void> {
  const lang = language.startsWith('en') ? 'en' : 'nl';
  await registration.showNotification('Kring', { body: words[lang], lang, tag: kindOf(data) });
}

function kindOf(data: string): string {
  try {
    const { kind } = JSON.parse(data) as { kind?: unknown };
    return typeof kind === 'string' ? kind : '';
  } catch {
    return '';
  }
}

/** Whoever clicks comes to Kring: to a window that is open, or to a new one. */
export async function opened(clients: Pick<Clients, 'matchAll' | 'openWindow'>, notification: Pick<Notification, 'close'>): Promise<void> {
  notification.close();
  const [open] = await clients.matchAll({ type: 'window' });
  await ((open as WindowClient | undefined) ?? (await clients.openWindow('/')))?.focus();
}
