import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/i18n';
import { slotsQuery } from '../../core/queries';
import { dayKey, localMoment } from '../../core/time';
import type { GroupView } from '../../core/types';
import { Button, Card, Heading, Problem, Select, Text, TextBox } from '../../ui';

const tomorrow = 86_400_000;

/** Chosen in place of a member: somebody who is in no group yet. */
const outside = 'outside';

/** A facilitator offers one or more moments after each other, to everybody or to one member; or one to somebody who is no member yet, by mail. */
export function OfferForm({ group }: { group: GroupView }) {
  const [date, setDate] = useState(() => dayKey(Date.now() + tomorrow));
  const [time, setTime] = useState('10:00');
  const [minutes, setMinutes] = useState(30);
  const [count, setCount] = useState(1);
  const [member, setMember] = useState('');
  const [email, setEmail] = useState('');
  const intake = member === outside;
  const queries = useQueryClient();
  const offer = useMutation({
    mutationFn: () => {
      const first = localMoment(date, time);
      if (intake) return api.post(`/groups/${group.id}/intakes`, { email: email.trim(), startAt: first, durationMin: minutes });
      const moments = Array.from({ length: count }, (_, i) => ({ startAt: first + i * minutes * 60_000, durationMin: minutes }));
      return api.post(`/groups/${group.id}/slots`, { moments, ...(member && { memberId: member }) });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: slotsQuery(group.id).queryKey }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!offer.isPending) offer.mutate();
  }
  const members = group.members.filter(({ role, status }) => role === 'member' && status === 'active');
  return (
    <Card labelledBy="offer">
      <Heading level={2} look={3} id="offer">{t('talk.offer')}</Heading>
      <form className="kring-form" onSubmit={submit}>
        <div className="kring-columns kring-columns--small">
          <TextBox label={t('newGroup.date')} type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
          <TextBox label={t('talk.offer.time')} type="time" required value={time} onChange={(event) => setTime(event.target.value)} />
        </div>
        <div className="kring-columns kring-columns--small">
          <Select label={t('talk.offer.minutes')} value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
            {[15, 20, 30, 45, 60, 90].map((one) => <option key={one} value={one}>{t('talk.minutes', { count: one })}</option>)}
          </Select>
          {!intake && (
            <Select label={t('talk.offer.count')} value={count} onChange={(event) => setCount(Number(event.target.value))}>
              {[1, 2, 3, 4, 5, 6, 8].map((one) => <option key={one} value={one}>{t('talk.moments', { count: one })}</option>)}
            </Select>
          )}
          <Select label={t('talk.offer.who')} value={member} onChange={(event) => setMember(event.target.value)}>
            <option value="">{t('talk.offer.all')}</option>
            {members.map(({ id, alias }) => <option key={id} value={id}>{alias}</option>)}
            <option value={outside}>{t('talk.offer.outside')}</option>
          </Select>
        </div>
        {intake && <TextBox label={t('signIn.email')} description={t('talk.offer.outsideAbout')} type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />}
        {intake && offer.isSuccess && <Text>{t('talk.offer.sent')}</Text>}
        {offer.error && <Problem error={offer.error} />}
        <div><Button kind="primary" type="submit" busy={offer.isPending}>{t('talk.offer.go')}</Button></div>
      </form>
    </Card>
  );
}
