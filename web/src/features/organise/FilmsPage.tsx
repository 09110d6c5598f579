import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { filmsQuery } from '../../core/queries';
import type { FilmView } from '../../core/types';
import { Badge, Button, Card, Dialog, Heading, List, ListItem, Loaded, Page, Problem, Text, useSession } from '../../ui';
import { NewFilm } from './NewFilm';

/** The organisation's own films: what there is, and a new one. */
export default function FilmsPage({ org }: { org: string }) {
  const films = useQuery(filmsQuery(org));
  const name = useSession()?.organisations.find(({ id }) => id === org)?.name;
  return (
    <Page title={t('films.title')} eyebrow={name}>
      <Text>{t('films.about')}</Text>
      <NewFilm org={org} />
      <Loaded of={films}>
        {(all) => all.length === 0 ? <Text muted>{t('films.none')}</Text> : (
          <Card>
            <List>{all.map((film) => <Film key={film.id} org={org} film={film} />)}</List>
          </Card>
        )}
      </Loaded>
    </Page>
  );
}

function Film({ org, film }: { org: string; film: FilmView }) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.remove(`/organisations/${org}/films/${film.id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: filmsQuery(org).queryKey }),
  });
  const label = t('films.delete.name', { film: film.title });
  return (
    <ListItem action={<Button small kind="subtle" icon={Trash2} aria-label={label} onClick={() => setAsking(true)}>{t('films.delete')}</Button>}>
      {film.title} {film.missing.length > 0 && <Badge tone="neutral">{t('films.incomplete')}</Badge>}
      <br />
      <span className="kring-small kring-muted">{t('films.size', { size: Math.max(1, Math.round(film.size / 1_000_000)) })}</span>
      <Dialog open={asking} title={t('films.delete.sure')} onClose={() => setAsking(false)}>
        <Heading level={3}>{film.title}</Heading>
        <Text>{t('films.delete.text')}</Text>
        {remove.error && <Problem error={remove.error} />}
        <div className="kring-row">
          <Button kind="primary" negative busy={remove.isPending} onClick={() => remove.mutate()}>{t('films.delete.yes')}</Button>
          <Button onClick={() => setAsking(false)}>{t('films.delete.no')}</Button>
        </div>
      </Dialog>
    </ListItem>
  );
}
