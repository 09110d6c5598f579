import { Clock, EllipsisVertical, Lock, TriangleAlert } from 'lucide-react';
import type { Channel } from '../../core/channel';
import type { Pending, Recipient } from '../../core/chat';
import { t, type MessageKey } from '../../core/i18n';
import { clock } from '../../core/time';
import type { Message } from '../../core/types';
import { Avatar, Button } from '../../ui';
import { signs } from './reactions';

type StoredProps = { message: Message; first: boolean; channel: string; open: (message: Message) => void };

export function StoredBubble({ message, first, channel, open }: StoredProps) {
  const { seq, author, own, to, at, edited, removed, reactions } = message;
  const name = own ? t('chat.you') : author.alias || t('chat.someone');
  return (
    <article id={`bericht-${seq}`} tabIndex={-1} className={bubble(own, to)} aria-label={t('chat.by', { name, time: clock(at) })}>
      {!own && (first ? <Avatar id={author.id} alias={name} /> : <span className="kring-bubble__gap" />)}
      <div className="kring-bubble__body">
        {first && !own && (
          <div className="kring-bubble__name">
            {name}
            {author.role !== 'member' && <span className="kring-bubble__role"> {t('chat.facilitator')}</span>}
          </div>
        )}
        {to && <OnlyFor to={own ? to : undefined} />}
        <Said message={message} channel={channel} name={name} />
        {reactions && <Reactions of={reactions} />}
        <div className="kring-bubble__time">{clock(at)}{edited && ` · ${t('chat.edited')}`}</div>
      </div>
      {!removed && (
        <button type="button" className="kring-bubble__menu" aria-label={t('chat.menu.of', { name, time: clock(at) })} onClick={() => open(message)}>
          <EllipsisVertical size={20} aria-hidden />
        </button>
      )}
    </article>
  );
}

/** What was said, shown or taken away. */
function Said({ message: { seq, text, erased, removed, fold, picture }, channel, name }: { message: Message; channel: string; name: string }) {
  if (removed) return <div className="kring-bubble__text kring-muted"><em>{t(`chat.removed.${removed}`)}</em></div>;
  const words = (
    <>
      {picture && (
        <a href={`/api/channels/${channel}/messages/${seq}/picture`} target="_blank" rel="noreferrer">
          <img className="kring-bubble__photo" src={`/api/channels/${channel}/messages/${seq}/picture`} width={picture.width} height={picture.height} loading="lazy" alt={t('chat.photo.by', { name })} />
        </a>
      )}
      {(erased || text) && <div className="kring-bubble__text">{erased ? t('chat.erased') : text}</div>}
    </>
  );
  if (!fold) return words;
  return <details><summary className="kring-bubble__fold">{t('chat.folded')}</summary>{words}</details>;
}

function Reactions({ of }: { of: NonNullable<Message['reactions']> }) {
  return (
    <ul className="kring-bubble__signs" aria-label={t('chat.reactions')}>
      {of.map(({ kind, count, own, names }) => (
        <li key={kind} className={own ? 'kring-bubble__sign kring-bubble__sign--own' : 'kring-bubble__sign'} title={names?.join(', ')}>
          <span aria-hidden="true">{signs[kind]} {count}</span>
          <span className="nl-number-badge__hidden-label">{t('chat.sign.count', { sign: t(`chat.sign.${kind}`), count })}</span>
        </li>
      ))}
    </ul>
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

/** Reasons that a person can do something about. */
const refusals = new Set(['chat.out', 'chat.read-only', 'chat.slow', 'chat.house-rules', 'chat.private-off']);

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
          {pending.code && refusals.has(pending.code) ? t(`error.${pending.code}` as MessageKey) : t(`chat.state.${state}`)}
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
