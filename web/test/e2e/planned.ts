import type { Page } from 'playwright-core';
import { desktop, phone, type Kring } from './harness';
import { countConnections } from './meeting';

/** A request as who is signed in on a page. */
export async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  return page.evaluate(async ([verb, to, sent]) => {
    const answer = await fetch(`/api${to}`, { method: verb, ...(sent && { body: sent, headers: { 'Content-Type': 'application/json' } }) });
    if (!answer.ok) throw new Error(`${verb} ${to}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }, [method, path, body === undefined ? '' : JSON.stringify(body)] as const) as Promise<T>;
}

/** A new group of the demo's organisation whose first meeting, of this kind, is now; Marieke guides it, these people are in it. */
export async function plannedNow(kring: Kring, kind: 'chat' | 'hybrid', ...aliases: string[]): Promise<{ meeting: string; planner: Page; guide: Page; members: Page[] }> {
  const planner = await kring.signIn('coordinator', 'Samira', { viewport: desktop });
  const org = '/organisations/demo-wijkteam';
  const guides = await ask<{ personId: string; name: string }[]>(planner, 'GET', `${org}/facilitators`);
  const now = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' }).format(Date.now());
  const group = await ask<{ id: string }>(planner, 'POST', `${org}/groups`, {
    key: `${kind}-${Date.now()}`, programmeId: 'omgaan-met-stress', name: `Groep ${kind}`, theme: 'stress', kind: 'groepsbegeleiding', meetingKind: kind, capacity: 8,
    minAge: 18, visibility: 'members', firstDate: now.slice(0, 10), time: now.slice(11, 16), everyDays: 7, facilitators: [guides.find(({ name }) => name === 'Marieke')?.personId],
  });
  const [link] = await ask<{ url: string }[]>(planner, 'POST', `/groups/${group.id}/invitations`, { kind: 'group' });
  const token = link?.url.split('#')[1];
  const members: Page[] = [];
  for (const alias of aliases) members.push(await joined(kring, alias, token));
  const guide = await kring.signIn('facilitator', 'Marieke', { viewport: desktop });
  await guide.addInitScript(countConnections);
  const view = await ask<{ meetings: { id: string }[] }>(guide, 'GET', `/groups/${group.id}`);
  return { meeting: `/bijeenkomst/${view.meetings[0]?.id}`, planner, guide, members };
}

async function joined(kring: Kring, alias: string, token: string | undefined): Promise<Page> {
  const page = await kring.signIn('participant', alias, { viewport: phone });
  await page.addInitScript(countConnections);
  type Text = { kind: string; version: number; required: boolean };
  const { texts } = await ask<{ texts: Text[] }>(page, 'POST', '/invitations/preview', { token });
  const agreed = texts.filter(({ required }) => required).map(({ kind, version }) => ({ kind, version, given: true }));
  await ask(page, 'POST', '/invitations/accept', { token, alias, ageOk: true, agreed, consents: [] });
  return page;
}
