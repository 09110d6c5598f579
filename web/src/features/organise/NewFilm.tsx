import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../core/api';
import { t } from '../../core/staff-words';
import { filmsQuery } from '../../core/queries';
import type { FilmView } from '../../core/types';
import { sendFilm } from '../../core/upload';
import { Button, Card, Heading, Problem, Progress, Text, TextBox } from '../../ui';

/** Sends a film in parts. When that stops half-way, the same button goes on with what is missing. */
export function NewFilm({ org }: { org: string }) {
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [file, setFile] = useState<File>();
  const [begun, setBegun] = useState<FilmView>();
  const [share, setShare] = useState(0);
  const [sent, setSent] = useState(0);
  const send = useMutation({
    mutationFn: async (content: File) => {
      const path = `/organisations/${org}/films`;
      const film = begun
        ? (await api.get<FilmView[]>(path)).find(({ id }) => id === begun.id) ?? begun
        : await api.post<FilmView>(path, { title, size: content.size });
      setBegun(film);
      await sendFilm(org, film, content, setShare);
    },
    onSuccess: () => {
      setBegun(undefined);
      setTitle('');
      setFile(undefined);
      setShare(0);
      setSent(sent + 1);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: filmsQuery(org).queryKey }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (file && !send.isPending) send.mutate(file);
  }
  const fixed = begun !== undefined;
  return (
    <Card labelledBy="new-film">
      <Heading level={2} look={3} id="new-film">{t('films.add')}</Heading>
      <form key={sent} className="kring-stack" onSubmit={submit}>
        <TextBox label={t('films.name')} required maxLength={100} readOnly={fixed} value={title} onChange={(event) => setTitle(event.target.value)} />
        <TextBox
          label={t('films.file')} description={t('films.file.about')} type="file" accept="video/mp4,video/webm,.mp4,.webm,.mov"
          required disabled={fixed} onChange={(event) => setFile(event.target.files?.[0])}
        />
        {send.isPending && <><Text>{t('films.sending', { share })}</Text><Progress done={share} total={1} /></>}
        {send.error && <Problem error={send.error} />}
        {send.error && fixed && <Text>{t('films.broken')}</Text>}
        <div className="kring-row">
          <Button type="submit" kind="primary" busy={send.isPending}>{t(fixed ? 'films.resume' : 'films.send')}</Button>
          <span role="status">{send.isSuccess && t('films.done')}</span>
        </div>
      </form>
    </Card>
  );
}
