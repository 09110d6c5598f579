import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { helpLines } from '../core/help';
import { t } from '../core/i18n';
import type { HelpLine } from '../core/types';
import { Button, Dialog, Text } from '../ui';
import { WarnGuide } from './WarnGuide';

/** On every page, works without a network: the numbers are in the page. Opening it does nothing else. */
export function HelpNow({ lines }: { lines: HelpLine[] | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="kring-help-button">
        <Button negative small icon={LifeBuoy} onClick={() => setOpen(true)}>{t('help.button')}</Button>
      </div>
      <Dialog open={open} title={t('help.title')} onClose={() => setOpen(false)}>
        <WarnGuide />
        <Text>{t('help.intro')}</Text>
        <ul className="kring-stack kring-stack--tight">
          {helpLines(lines).map((line) => <Line key={line.name} line={line} />)}
        </ul>
      </Dialog>
    </>
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
