// What a facilitator is writing and has not sent: kept in this tab only, gone when signing out.

export type Remarks = Record<string, string>;

const keyOf = (answer: string) => `kring.feedback.${answer}`;

export function readRemarks(answer: string, storage: Storage = sessionStorage): Remarks {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(answer)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

export function keepRemarks(answer: string, remarks: Remarks, storage: Storage = sessionStorage) {
  try {
    if (Object.keys(remarks).length === 0) storage.removeItem(keyOf(answer));
    else storage.setItem(keyOf(answer), JSON.stringify(remarks));
  } catch {
    // A browser that keeps nothing still sends what stands on the page.
  }
}

/** The remarks that say something, trimmed as the server does. */
export function written(remarks: Remarks): [step: string, text: string][] {
  return Object.entries(remarks).map(([step, text]): [string, string] => [step, text.trim()]).filter(([, text]) => text !== '');
}

export function without(remarks: Remarks, step: string): Remarks {
  return Object.fromEntries(Object.entries(remarks).filter(([id]) => id !== step));
}
