import { t } from '../../../core/meeting-words';
import { Attachments, Heading, Loaded, Text } from '../../../ui';
import { usePieces } from './table';

/** One piece of the Groepstafel, large, on everybody's screen. Each reads it with the rights of home. */
export function TableStage({ meeting, piece }: { meeting: string; piece: string }) {
  const pieces = usePieces(meeting, piece);
  return (
    <section className="kring-piece" aria-label={t('table.title')}>
      <Loaded of={pieces}>
        {(all) => {
          const shown = all.find((one) => one.id === piece);
          if (!shown) return <Text muted>{t('meeting.table.gone')}</Text>;
          return (
            <>
              <Text small muted>{t('table.from', { who: shown.alias || t('table.nameless'), module: shown.module })}</Text>
              <Heading level={2} look={3}>{shown.title}</Heading>
              {shown.text && <div className="kring-piece__text"><Text prose>{shown.text}</Text></div>}
              <Attachments ids={shown.files} />
              {/* The same to all: a neighbour who looks along must not learn whose it is. */}
              <Text small muted>{t('meeting.table.back')}</Text>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
