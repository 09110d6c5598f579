// Web push: asks the browser whether it may show messages, and where to send them.

/** The browser cannot, or the person said no. */
export class Refused extends Error {
  readonly why: 'cannot' | 'denied';

  constructor(why: 'cannot' | 'denied') {
    super(why);
    this.why = why;
  }
}

/** Base64url as bytes: what `applicationServerKey` takes in every browser. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

/** Subscribes this browser with the server's public key. Throws Refused. */
export async function subscribe(key: string): Promise<PushSubscriptionJSON> {
  const worker = await navigator.serviceWorker?.getRegistration();
  if (!worker?.pushManager || !('Notification' in globalThis)) throw new Refused('cannot');
  if ((await Notification.requestPermission()) !== 'granted') throw new Refused('denied');
  try {
    const old = await worker.pushManager.getSubscription();
    if (old && !sameKey(old, key)) await old.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const { endpoint, keys } = made.toJSON();
    return { endpoint: endpoint ?? '', keys: keys ?? {} };
  } catch {
    throw new Refused('cannot'); // the browser's own service does not answer, or it has none
  }
}

function sameKey(old: PushSubscription, key: string): boolean {
  const was = old.options.applicationServerKey;
  return was !== null && new Uint8Array(was).toString() === bytes(key).toString();
}
