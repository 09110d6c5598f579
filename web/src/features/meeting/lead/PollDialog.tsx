import { useState } from 'react';
import { words } from '../../../core/i18n';
import { t } from '../../../core/meeting-words';
import { Button, Choice, Dialog, Heading, List, ListItem, TextArea, TextBox } from '../../../ui';
import { optionLines } from '../stage/poll';
import type { ToolProps } from './ToolDialog';

/** Questions: made beforehand or on the spot, kept as drafts, and asked when it is time. */
export function PollDialog({ open, close, room, wish }: ToolProps) {
  const drafts = room.polls ?? [];
  function start(id: string) {
    wish({ type: 'meeting.poll.start', id });
    close();
  }
  return (
    <Dialog open={open} title={t('meeting.tool.poll')} onClose={close}>
      {drafts.length > 0 && (
        <List label={t('meeting.poll.drafts')}>
          {drafts.map((draft) => (
            <ListItem key={draft.id} action={<Button small kind="primary" aria-label={t('meeting.poll.start.who', { question: words(draft.question) })} onClick={() => start(draft.id)}>{t('meeting.poll.start')}</Button>}>
              {words(draft.question)}
            </ListItem>
          ))}
        </List>
      )}
      <Heading level={3}>{t('meeting.poll.new')}</Heading>
      <NewPoll key={drafts.length} wish={wish} />
    </Dialog>
  );
}

function NewPoll({ wish }: Pick<ToolProps, 'wish'>) {
  const [few, setFew] = useState(false);
  return (
    <form
      className="kring-stack"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const options = optionLines(String(given.get('options')));
        setFew(options.length < 2);
        if (options.length < 2) return;
        const question = String(given.get('question')).trim();
        wish({ type: 'meeting.poll.draft', id: crypto.randomUUID(), question, options, several: given.get('several') !== null });
      }}
    >
      <TextBox label={t('meeting.poll.question')} name="question" required maxLength={300} />
      <TextArea label={t('meeting.poll.options')} description={t('meeting.poll.options.about')} error={few ? t('meeting.poll.options.few') : undefined} name="options" rows={4} required />
      <Choice type="checkbox" name="several" label={t('meeting.poll.several')} />
      <Button type="submit" wide>{t('meeting.poll.keep')}</Button>
    </form>
  );
}
