import { afterEach, expect, it, vi } from 'vitest';
import { acceptOf, kindOfFile, kindOfUpload, sendFile } from './files';

afterEach(() => vi.unstubAllGlobals());

it('a file is a kind by what the browser says, an upload by its id', () => {
  expect(['image/jpeg', 'audio/mpeg', 'video/mp4', 'application/pdf', 'text/html'].map(kindOfFile)).toEqual(['picture', 'audio', 'video', 'pdf', undefined]);
  expect(kindOfUpload('video-abc')).toBe('video');
  expect(acceptOf(['pdf', 'picture'])).toBe('image/jpeg,image/png,image/webp,application/pdf');
});

it('is brought in the parts that the server asks for, then looked at', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const size = init.body instanceof Blob ? `:${await init.body.text()}` : '';
    asked.push(`${init.method} ${path}${size}`);
    return Response.json({ id: 'picture-1', size: 5, partSize: 2, missing: [0, 1, 2], complete: false });
  });
  const shares: number[] = [];
  const id = await sendFile('a', 'moment', new File(['abcde'], 'x.jpg', { type: 'image/jpeg' }), (share) => shares.push(share));
  expect(id).toBe('picture-1');
  expect(asked).toEqual([
    'POST /api/assignments/a/uploads', 'PUT /api/uploads/picture-1/parts/0:ab', 'PUT /api/uploads/picture-1/parts/1:cd',
    'PUT /api/uploads/picture-1/parts/2:e', 'POST /api/uploads/picture-1/finish',
  ]);
  expect(shares.at(-1)).toBe(1);
});
