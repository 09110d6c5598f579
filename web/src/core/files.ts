// Files that go with an answer: brought part by part, so that a phone goes on where the connection broke.
import { api, call } from './api';
import type { UploadView } from './types';

export const fileKinds = ['picture', 'audio', 'video', 'pdf'] as const;
export type FileKind = (typeof fileKinds)[number];

/** How many files one step takes; the server counts the same. */
export const maxFiles = 4;

/** What a file says it is. The server looks inside. */
export function kindOfFile(type: string): FileKind | undefined {
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('image/')) return 'picture';
  if (type.startsWith('audio/')) return 'audio';
  return type.startsWith('video/') ? 'video' : undefined;
}

/** The id of an upload begins with its kind. */
export function kindOfUpload(id: string): FileKind {
  return fileKinds.find((kind) => id.startsWith(`${kind}-`)) ?? 'pdf';
}

export const uploadUrl = (id: string) => `/api/uploads/${id}`;

/** What a file chooser offers for these kinds. A phone makes a JPEG of its own format when it is not named here. */
export function acceptOf(kinds: readonly string[]): string {
  const types: Record<FileKind, string> = {
    picture: 'image/jpeg,image/png,image/webp', audio: 'audio/*', video: 'video/mp4,video/webm,video/quicktime', pdf: 'application/pdf',
  };
  return fileKinds.filter((kind) => kinds.includes(kind)).map((kind) => types[kind]).join(',');
}

/** Brings a file for a step, tells the share that is there (0 to 1), and returns the id that the answer holds. */
export async function sendFile(assignment: string, step: string, file: File, progress: (share: number) => void): Promise<string> {
  const begun = await api.post<UploadView>(`/assignments/${assignment}/uploads`, { step, kind: kindOfFile(file.type) ?? 'pdf', size: file.size });
  for (const [done, part] of begun.missing.entries()) {
    progress(done / begun.missing.length);
    const from = part * begun.partSize;
    await call('PUT', `/uploads/${begun.id}/parts/${part}`, { content: file.slice(from, Math.min(from + begun.partSize, file.size)) });
  }
  progress(1);
  return (await api.post<UploadView>(`/uploads/${begun.id}/finish`)).id;
}
