import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { live } from '../core/live';
import { sessionQuery } from '../core/queries';
import { useAbout, useLanguage, useSession } from '../ui';
import { Away } from './Away';
import { Failure } from './Failure';
import { Footer } from './Footer';
import { Header } from './Header';
import { Routes } from './Routes';
import { left } from './SignOut';

export function App() {
  useLanguage();
  useLook();
  const about = useAbout().data;
  useLiveSession();
  useLeftWork();
  return (
    <div className="kring-app">
      <Header about={about} />
      <Away />
      <main className="kring-main" id="inhoud" tabIndex={-1}>
        <Failure>
          <Routes />
        </Failure>
      </main>
      <Footer />
    </div>
  );
}

/** Their organisation's colours, for who is signed in; else those of who runs this Kring. Both only ever change the look. */
function useLook() {
  const session = useSession();
  const own = useAbout().data?.look;
  const look = session?.person ? session.look : own;
  const [href, name] = [look?.href, look?.class];
  useEffect(() => {
    if (!href || !name) return;
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = href;
    document.head.append(sheet);
    document.documentElement.classList.add(name);
    return () => {
      sheet.remove();
      document.documentElement.classList.remove(name);
    };
  }, [href, name]);
}

/** The live socket is open as long as somebody, or the device of a room, is signed in. */
function useLiveSession() {
  const session = useSession();
  const person = session?.person?.id ?? session?.room;
  const queries = useQueryClient();
  useEffect(() => {
    if (!person) return;
    const socket = live();
    socket.start();
    const off = socket.onSignedOut(() => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }));
    return () => {
      off();
      socket.stop();
    };
  }, [person, queries]);
}

/** What somebody typed without network is sent when they are signed in and the network is there, on whatever page. */
function useLeftWork() {
  const person = useSession()?.person?.id;
  useEffect(() => {
    if (!person) return;
    const send = () => void left().then(({ sendLeft }) => sendLeft(person)).catch(() => undefined);
    send();
    window.addEventListener('online', send);
    document.addEventListener('visibilitychange', send);
    return () => {
      window.removeEventListener('online', send);
      document.removeEventListener('visibilitychange', send);
    };
  }, [person]);
}
