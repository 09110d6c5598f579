import { helpLines } from '../core/help';
import { t } from '../core/i18n';
import type { HelpLine } from '../core/types';

/** Whom to call: the organisation's lines, or our own when it gives none. Never empty, and there without a network. */
export function HelpLines({ lines }: { lines: HelpLine[] | undefined }) {
  return (
    <ul className="kring-stack kring-stack--tight">
      {helpLines(lines).map((line) => <Line key={line.name} line={line} />)}
    </ul>
  );
}

function Line({ line }: { line: HelpLine }) {
  return (
    <li className={line.primary ? 'kring-helpline kring-helpline--primary' : 'kring-helpline'}>
      <span className="kring-helpline__text">
        <strong>{line.name}</strong>
        <span>{line.text}</span>
      </span>
      {line.phone && (
        <a className="nl-link kring-block-link kring-helpline__act" href={`tel:${line.phone.replace(/[^0-9+]/g, '')}`}>
          {t('help.call', { phone: line.phone })}
        </a>
      )}
      {line.url && <a className="nl-link kring-block-link" href={line.url} target="_blank" rel="noreferrer">{t('help.visit', { site: site(line.url) })}</a>}
    </li>
  );
}

function site(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}
