import { MessageCircle, TextQuote } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../core/staff-words';
import { day } from '../../core/time';
import type { StepFeedback } from '../../core/types';
import { Button, Text, TextArea } from '../../ui';
import { Phrases } from './Phrases';

const maxLength = 4000;

type Props = {
  group: string;
  /** What it is about, for who does not see where it stands. */
  name: string;
  handedInAt: number;
  said: StepFeedback | undefined;
  /** What is being written; undefined: nothing yet, the box is closed. */
  remark: string | undefined;
  onChange: (remark: string | undefined) => void;
};

/** One place where something can be said: what was, and a box to write in. */
export function RemarkPlace({ group, name, handedInAt, said, remark, onChange }: Props) {
  return (
    <>
      {said && <Said feedback={said} handedInAt={handedInAt} />}
      {remark === undefined ? (
        <div>
          <Button small icon={MessageCircle} aria-label={`${t(said ? 'feedback.change' : 'feedback.write')}: ${name}`} onClick={() => onChange(said?.text ?? '')}>
            {t(said ? 'feedback.change' : 'feedback.write')}
          </Button>
        </div>
      ) : (
        <Box group={group} name={name} remark={remark} onChange={onChange} />
      )}
    </>
  );
}

type BoxProps = { group: string; name: string; remark: string; onChange: Props['onChange'] };

function Box({ group, name, remark, onChange }: BoxProps) {
  const [phrases, setPhrases] = useState(false);
  return (
    <>
      <TextArea
        label={t('feedback.yours')}
        aria-label={t('feedback.on', { title: name })}
        rows={4}
        maxLength={maxLength}
        value={remark}
        // The box opened because the person asked for it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={remark === ''}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="kring-row">
        <Button small icon={TextQuote} onClick={() => setPhrases(true)}>{t('phrases.title')}</Button>
        <Button kind="subtle" small onClick={() => onChange(undefined)}>{t('feedback.discard')}</Button>
      </div>
      <Phrases group={group} open={phrases} text={remark} close={() => setPhrases(false)} onUse={(text) => onChange([remark.trim(), text].filter(Boolean).join('\n\n').slice(0, maxLength))} />
    </>
  );
}

/** What was said, by whom, and whether it was read. */
export function Said({ feedback, handedInAt }: { feedback: StepFeedback; handedInAt: number }) {
  const seen = feedback.readAt > 0 ? t('feedback.seen', { day: day(feedback.readAt) }) : t('feedback.unseen');
  return (
    <figure className="kring-said">
      <figcaption>{t('feedback.said', { name: feedback.byName, day: day(feedback.at) })}</figcaption>
      {feedback.quote && feedback.at < handedInAt && <Text small muted prose>{t('homework.feedback.quote', { text: feedback.quote })}</Text>}
      <blockquote><Text prose>{feedback.text}</Text></blockquote>
      <Text small muted>{feedback.at < handedInAt ? t('feedback.older') : seen}</Text>
    </figure>
  );
}
