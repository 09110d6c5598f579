import { Clock, Lock, TriangleAlert } from 'lucide-react';
import type { Channel } from '../../core/channel';
import type { Pending, Recipient } from '../../core/chat';
import { t } from '../../core/i18n';
import { clock } from '../../core/time';
import type { Message } from '../../core/types';
import { Avatar, Button } from '../../ui';

export function StoredBubble({ message, first }: { message: Message; first: boolean }) {
  const { author, own, to, text, erased, at } = message;
  const name = own ? t('chat.you') : author.alias || t('chat.someone');
  return (
    <article className={bubble(own, to)} aria-label={t('chat.by', { name, time: clock(at) })}>
      {!own && (first ? <Avatar id={author.id} alias={name} /> : <span className="kring-bubble__gap" />)}
      <div className="kring-bubble__body">
        {first && !own && (
          <div className="kring-bubble__name">
            {name}
            {author.role !== 'member' && <span className="kring-bubble__role"> {t('chat.facilitator')}</span>}
          </div>
        )}
        {to && <OnlyFor to={own ? to : undefined} />}
        <div className="kring-bubble__text">{erased ? t('chat.erased') : text}</div>
        <div className="kring-bubble__time">{clock(at)}</div>
      </div>
    </article>
  );
}

function bubble(own: boolean, to: object | undefined): string {
  return ['kring-bubble', own && 'kring-bubble--own', to && 'kring-bubble--private'].filter(Boolean).join(' ');
}

/** A message between two says so, in words: nobody should wonder who else reads it. */
function OnlyFor({ to }: { to: Recipient | undefined }) {
  return (
    <div className="kring-bubble__only">
      <Lock size={16} aria-hidden />{to ? t('chat.only.them', { alias: to.alias }) : t('chat.only.you')}
    </div>
  );
}

/** On its way, waiting for the network, or refused: said in words. */
export function PendingBubble({ pending, channel }: { pending: Pending; channel: Channel }) {
  const { clientId, text, to, state } = pending;
  const refused = state === 'refused';
  return (
    <article className="kring-bubble kring-bubble--own kring-bubble--pending" aria-label={t('chat.by', { name: t('chat.you'), time: clock(pending.at) })}>
      <div className="kring-bubble__body">
        {to && <OnlyFor to={to} />}
        <div className="kring-bubble__text">{text}</div>
        <div className={refused ? 'kring-bubble__time kring-bubble__time--refused' : 'kring-bubble__time'}>
          {refused ? <TriangleAlert size={16} aria-hidden /> : <Clock size={16} aria-hidden />}
          {t(`chat.state.${state}`)}
        </div>
        {refused && (
          <div className="kring-row">
            <Button small onClick={() => channel.resend(clientId)}>{t('chat.resend')}</Button>
            <Button small kind="subtle" onClick={() => channel.drop(clientId)}>{t('chat.drop')}</Button>
          </div>
        )}
      </div>
    </article>
  );
}
