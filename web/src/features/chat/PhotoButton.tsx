import { useMutation } from '@tanstack/react-query';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { api } from '../../core/api';
import { acceptOf } from '../../core/files';
import { t } from '../../core/i18n';
import { Button, Problem } from '../../ui';

/** So long a side is enough to see, and light enough for an old phone's line. */
const longest = 1600;

/** Sends a photo. It is made smaller here; place and maker are taken out by the server. */
export function PhotoButton({ channel }: { channel: string }) {
  const chooser = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: async (file: File) => api.post(`/channels/${channel}/pictures`, { clientId: clientId(), text: '', photo: await smaller(file) }),
  });
  return (
    <>
      <input ref={chooser} type="file" hidden accept={acceptOf(['picture'])} onChange={(event) => {
        const file = event.target.files?.[0];
        event.target.value = '';
        if (file) send.mutate(file);
      }} />
      <Button icon={ImagePlus} busy={send.isPending} onClick={() => chooser.current?.click()}>{send.isPending ? t('chat.photo.sending') : t('chat.photo')}</Button>
      {send.error && <Problem error={send.error} />}
    </>
  );
}

const clientId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The photo as base64 of a JPEG; one that this browser cannot open goes as it is, for the server to judge. */
async function smaller(file: File): Promise<string> {
  const seen = await createImageBitmap(file).catch(() => undefined);
  if (!seen) return base64(file);
  const scale = Math.min(1, longest / Math.max(seen.width, seen.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(seen.width * scale), Math.round(seen.height * scale)];
  canvas.getContext('2d')?.drawImage(seen, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.85).replace(/^.*,/, '');
}

function base64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).replace(/^.*,/, ''));
    reader.onerror = () => reject(new Error('the photo could not be read'));
    reader.readAsDataURL(file);
  });
}
