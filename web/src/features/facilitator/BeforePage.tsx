import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { clock, day } from '../../core/time';
import type { BeforeView } from '../../core/types';
import { Attachments, Badge, Button, Card, Heading, Link, List, ListItem, Loaded, Page, Text } from '../../ui';

/** What a facilitator wants to know before a meeting, on one page. */
export default function BeforePage({ meeting }: { meeting: string }) {
  const queryKey = ['meetings', meeting, 'before'];
  const read = useQuery({ queryKey, queryFn: ({ signal }) => api.get<BeforeView>(`/meetings/${meeting}/before`, signal) });
  return (
    <Page title={t('before.title')} eyebrow={read.data && `${read.data.title} · ${day(read.data.startAt)}, ${clock(read.data.startAt)}`}>
      <Loaded of={read}>
        {(data) => (
          <>
            <Quiet data={data} queryKey={queryKey} />
            <Questions data={data} />
            <Work data={data} />
            <Table data={data} />
            <div><Link block href={`/groep/${data.groupId}`}>{t('before.group')}</Link></div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Who missed the last meeting and gave no sign for a week. The facilitator decides. */
function Quiet({ data, queryKey }: { data: BeforeView; queryKey: string[] }) {
  const queries = useQueryClient();
  const done = useMutation({
    mutationFn: ({ memberId, missed }: BeforeView['quiet'][number]) => api.post(`/groups/${data.groupId}/quiet/${memberId}`, { missed }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  if (data.quiet.length === 0) return null;
  return (
    <Card main labelledBy="stil">
      <Heading level={2} id="stil">{t('before.quiet')}</Heading>
      {data.quiet.map((one) => (
        <div key={one.memberId} className="kring-stack kring-stack--tight">
          <Text>{t('before.quiet.text', { alias: one.alias, day: day(one.sign) })}</Text>
          <Text prose muted>{t('before.quiet.words', { alias: one.alias })}</Text>
          <div><Button small busy={done.isPending} onClick={() => done.mutate(one)}>{t('before.quiet.done', { alias: one.alias })}</Button></div>
        </div>
      ))}
    </Card>
  );
}

function Questions({ data }: { data: BeforeView }) {
  const all = data.people.flatMap((person) => person.questions.map((question) => ({ ...question, alias: person.alias })));
  return (
    <Card labelledBy="vragen">
      <Heading level={2} id="vragen">{t('before.questions')}</Heading>
      {all.length === 0 && <Text muted>{t('before.questions.none')}</Text>}
      {all.map((one) => (
        <figure key={`${one.alias}${one.step}`} className="kring-said">
          <figcaption>{t('before.questions.at', { alias: one.alias, step: one.step, title: one.title })}</figcaption>
          <blockquote><Text prose>{one.text}</Text></blockquote>
        </figure>
      ))}
    </Card>
  );
}

function Work({ data }: { data: BeforeView }) {
  return (
    <Card labelledBy="werk">
      <Heading level={2} id="werk">{t('before.work')}</Heading>
      <Text muted>{t('before.work.about')}</Text>
      <List>
        {data.people.map((person) => (
          <ListItem key={person.alias} action={person.stuck && <Badge tone="accent">{t('before.stuck')}</Badge>}>
            <Text><strong>{person.alias}</strong></Text>
            {person.sent.map((one) => <Link key={one.answerId} block href={`/feedback/${one.answerId}`}>{t(one.waiting ? 'before.waiting' : 'before.sent', { title: one.title })}</Link>)}
            {person.missing.map((title) => <Text key={title} small muted>{t('before.missing', { title })}</Text>)}
          </ListItem>
        ))}
      </List>
    </Card>
  );
}

function Table({ data }: { data: BeforeView }) {
  return (
    <Card labelledBy="tafel">
      <Heading level={2} id="tafel">{t('before.table')}</Heading>
      {data.table.length === 0 && <Text muted>{t('before.table.none')}</Text>}
      {data.table.map((piece) => (
        <div key={piece.id} className="kring-given">
          <Text small muted>{piece.alias || t('before.nameless')} · {piece.title}</Text>
          <Text prose>{piece.text}</Text>
          <Attachments ids={piece.files} />
        </div>
      ))}
    </Card>
  );
}
