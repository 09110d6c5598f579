import { FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import { kindOfUpload, uploadUrl } from '../core/files';
import { t } from '../core/i18n';

/** The name of the file at a place in the list, from 0. */
const attachmentName = (id: string, at: number) => t(`files.${kindOfUpload(id)}`, { number: at + 1 });

type Props = { ids: string[] | undefined; beside?: (id: string, name: string) => ReactNode };

/** Files that go with an answer: to see, to hear, or to open. */
export function Attachments({ ids = [], beside }: Props) {
  if (ids.length === 0) return null;
  return (
    <ul className="kring-attachments">
      {ids.map((id, at) => {
        const name = attachmentName(id, at);
        return <li key={id}><Attachment id={id} name={name} />{beside?.(id, name)}</li>;
      })}
    </ul>
  );
}

function Attachment({ id, name }: { id: string; name: string }) {
  const url = uploadUrl(id);
  switch (kindOfUpload(id)) {
    case 'picture':
      return <a href={url} target="_blank" rel="noreferrer"><img src={url} alt={name} loading="lazy" /></a>;
    case 'audio':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- a person's own recording: there is no text of it
      return <audio src={url} controls preload="metadata" aria-label={name} />;
    case 'video':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- a person's own recording: there is no text of it
      return <video src={url} controls preload="metadata" playsInline aria-label={name} />;
    case 'pdf':
      return <a className="kring-attachments__file" href={url} download><FileText size={20} aria-hidden />{name}</a>;
  }
}
