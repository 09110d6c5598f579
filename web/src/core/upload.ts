import { call } from './api';
import type { FilmView } from './types';

/** Sends what the server misses of a film, part by part, and tells the share that is there, from 0 to 1. */
export async function sendFilm(org: string, film: FilmView, file: Blob, progress: (share: number) => void): Promise<void> {
  const parts = Math.ceil(film.size / film.partSize);
  let now = film;
  for (const part of film.missing) {
    const from = part * film.partSize;
    const content = file.slice(from, Math.min(from + film.partSize, film.size));
    const path = `/organisations/${org}/films/${film.id}/parts/${part}`;
    now = (await call<FilmView>('PUT', path, { content })).data;
    progress(1 - now.missing.length / parts);
  }
}
