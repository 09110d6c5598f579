import { useQuery } from '@tanstack/react-query';
import { api } from '../../../core/api';
import { t } from '../../../core/meeting-words';
import { Choice, Dialog, Loaded, Text } from '../../../ui';
import { ToolDialog, type ToolProps } from './ToolDialog';

type FilmChoice = { id: string; title: string };

/** Which of the organisation's films, for everybody at the same moment. */
export function FilmDialog({ open, close, room, wish }: ToolProps) {
  const films = useQuery({
    queryKey: ['meetings', room.meeting, 'films'],
    queryFn: async ({ signal }) => (await api.get<FilmChoice[] | null>(`/meetings/${room.meeting}/films`, signal)) ?? [],
    enabled: open,
  });
  if (films.data && films.data.length > 0) {
    const first = films.data.find((one) => one.id === room.step?.film) ?? films.data[0];
    return (
      <ToolDialog open={open} close={close} title={t('meeting.tool.film')} go={t('meeting.tool.film.start')} onGo={(given) => wish({ type: 'meeting.film', film: String(given.get('film')), playing: true, at: 0 })}>
        <div className="kring-choices" role="radiogroup" aria-label={t('meeting.tool.film')}>
          {films.data.map((one) => <Choice key={one.id} type="radio" name="film" value={one.id} label={one.title} defaultChecked={one.id === first?.id} />)}
        </div>
      </ToolDialog>
    );
  }
  return (
    <Dialog open={open} title={t('meeting.tool.film')} onClose={close}>
      <Loaded of={films}>{() => <Text>{t('meeting.film.none')}</Text>}</Loaded>
    </Dialog>
  );
}
