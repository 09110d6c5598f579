import type { Page } from 'playwright-core';
import { desktop, phone, type Kring } from './harness';
import { atTheDoor, button, circle, comeIn } from './meeting';
import { speakAs } from './tones';

export const step = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title, exact: true });
export const next = (guide: Page) => button(guide, 'Volgende stap').click();

/** At the door, with a voice of her own that can be told apart from the others'. */
export async function withVoice(kring: Kring, role: string, alias: string, viewport = phone): Promise<Page> {
  return atTheDoor(kring, role, alias, { viewport }, (page) => speakAs(page, alias));
}

/** An open meeting, with these people in it; each speaks one tone. */
export async function together(kring: Kring, ...aliases: string[]): Promise<{ guide: Page; people: Page[] }> {
  const guide = await withVoice(kring, 'facilitator', 'Marieke', desktop);
  await button(guide, 'Bijeenkomst openen').or(button(guide, 'Deelnemen')).click();
  await circle(guide).waitFor();
  const people: Page[] = [];
  for (const alias of aliases) {
    const page = await withVoice(kring, 'participant', alias);
    await comeIn(page, guide, alias);
    people.push(page);
  }
  return { guide, people };
}

export async function everybodySees(pages: Page[], title: string): Promise<void> {
  for (const page of pages) await step(page, title).waitFor();
}
