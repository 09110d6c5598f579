// Work that the server has not confirmed yet stays on this device, per person and module. It is written at
// every keystroke and removed as soon as the server has it, so normally nothing is left here.
import type { Draft } from './work';

const prefix = 'kring.work';

export type Drafts = { read: () => Draft | undefined; write: (draft: Draft) => void; remove: () => void };

export function localDrafts(person: string, assignment: string, storage: Storage = localStorage): Drafts {
  const key = `${prefix}.${person}.${assignment}`;
  return {
    read: () => attempt(() => parse(storage.getItem(key))),
    write: (draft) => attempt(() => storage.setItem(key, JSON.stringify(draft))),
    remove: () => attempt(() => storage.removeItem(key)),
  };
}

/** A browser may keep nothing, or be full: the server still gets every change. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function parse(text: string | null): Draft | undefined {
  const draft = JSON.parse(text ?? 'null') as Partial<Draft> | null;
  if (!draft || typeof draft.rev !== 'number' || !isRecord(draft.base) || !isRecord(draft.values)) return undefined;
  return { base: draft.base, rev: draft.rev, values: draft.values, place: String(draft.place ?? '') };
}

function isRecord(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
