import { Paperclip, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../core/api';
import { acceptOf, maxFiles, sendFile } from '../../core/files';
import { t, type MessageKey } from '../../core/i18n';
import type { Step } from '../../core/types';
import { Attachments, Button, FieldError, Text } from '../../ui';

type Props = {
  step: Step;
  files: string[];
  /** Undefined: to look at only. */
  assignment: string | undefined;
  onChange: (files: string[]) => void;
};

/** The files beside an answer, and bringing one where the step takes them. */
export function StepFiles({ step, files, assignment, onChange }: Props) {
  const takes = step.uploads ?? [];
  if (assignment === undefined || takes.length === 0) return <Attachments ids={files} />;
  return (
    <div className="kring-stack kring-stack--tight">
      <Attachments
        ids={files}
        beside={(id, name) => (
          <Button kind="subtle" small icon={Trash2} aria-label={t('homework.files.remove', { name })} onClick={() => onChange(files.filter((one) => one !== id))} />
        )}
      />
      {files.length < maxFiles && <Bring step={step} takes={takes} assignment={assignment} onBrought={(id) => onChange([...files, id])} />}
    </div>
  );
}

type BringProps = { step: Step; takes: string[]; assignment: string; onBrought: (id: string) => void };

function Bring({ step, takes, assignment, onBrought }: BringProps) {
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState<string>();
  // What is typed while the file travels must stay: the answer of that moment gets the file.
  const brought = useRef(onBrought);
  useEffect(() => { brought.current = onBrought; });

  async function bring(file: File | undefined) {
    if (!file) return;
    setProblem(undefined);
    try {
      const id = await sendFile(assignment, step.id, file, setShare);
      brought.current(id);
    } catch (error) {
      setProblem(refusalOf(error));
    } finally {
      setShare(undefined);
      if (input.current) input.current.value = '';
    }
  }

  return (
    <>
      <Text small muted>{t('homework.files.may', { kinds: inWords(takes) })} {t('homework.files.about')}</Text>
      <input ref={input} type="file" hidden accept={acceptOf(takes)} data-step={step.id} onChange={(event) => void bring(event.target.files?.[0])} />
      <div><Button small icon={Paperclip} busy={share !== undefined} onClick={() => input.current?.click()}>{t('homework.files.add')}</Button></div>
      <p role="status" className="kring-small">{share !== undefined && (share < 1 ? t('homework.files.sending', { share: Math.round(share * 100) }) : t('homework.files.looking'))}</p>
      <FieldError text={problem} />
    </>
  );
}

function inWords(kinds: string[]): string {
  const words = kinds.map((kind) => t(`homework.files.kind.${kind}` as MessageKey));
  return new Intl.ListFormat(document.documentElement.lang || 'nl', { type: 'disjunction' }).format(words);
}

const refusals: Record<string, MessageKey> = {
  'upload.type': 'homework.files.error.type',
  'upload.kind': 'homework.files.error.type',
  'upload.disguised': 'homework.files.error.disguised',
  'upload.heic': 'homework.files.error.heic',
  'upload.broken': 'homework.files.error.broken',
  'upload.size': 'homework.files.error.size',
  'upload.pixels': 'homework.files.error.pixels',
  'upload.quota': 'homework.files.error.quota',
  offline: 'homework.files.error.offline',
};

function refusalOf(error: unknown): string {
  return t(refusals[error instanceof ApiError ? error.code : ''] ?? 'homework.files.error.other');
}
