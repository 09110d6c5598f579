import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../core/api';
import { t } from '../core/i18n';
import { forgetKept } from '../core/kept';
import { Button, Dialog, Text, useSession } from '../ui';

/** Nothing that a person typed stays on the device: first it is sent, and what cannot be sent goes only when the person says so. */
export function SignOut() {
  const queries = useQueryClient();
  const person = useSession()?.person?.id;
  const [, go] = useLocation();
  const [here, setHere] = useState(0);

  async function ask() {
    const { sendLeft } = await left();
    const count = person ? await sendLeft(person) : 0;
    setHere(count);
    if (count === 0) await signOut();
  }

  async function signOut() {
    await api.post('/sign-out').catch(() => undefined);
    await forgetKept();
    await (await left()).forgetDrafts();
    sessionStorage.clear();
    go('/');
    await queries.resetQueries();
  }

  return (
    <>
      <button type="button" className="kring-nav__link" onClick={() => void ask()}>{t('nav.signOut')}</button>
      <Dialog open={here > 0} title={t('signOut.left.title')} onClose={() => setHere(0)}>
        <Text>{t('signOut.left.text', { count: here })}</Text>
        <div className="kring-row">
          <Button kind="primary" onClick={() => setHere(0)}>{t('signOut.left.stay')}</Button>
          <Button negative onClick={() => void signOut()}>{t('signOut.left.go')}</Button>
        </div>
      </Dialog>
    </>
  );
}

/** Homework's part of it, which is not in the first load. */
export const left = () => import('../features/homework/left');
