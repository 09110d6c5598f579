import { expect, it, vi } from 'vitest';
import { opened, shown } from './push';

it('shows that there is something, and never what', async () => {
  const told: string[] = [];
  const registration = {
    showNotification: async (title: string, { body, tag }: NotificationOptions = {}) => void told.push(`${title}: ${body} ${tag}`),
  };
  for (const data of ['{"kind":"chat"}', '{"kind":"trial","text":"geheim"}', 'geheim', '{"kind":1}', '']) await shown(registration, data, 'nl-NL');
  await shown(registration, '{"kind":"chat"}', 'en-GB');
  const dutch = 'Kring: Er staat iets voor u klaar.';
  expect(told).toEqual([`${dutch} chat`, `${dutch} trial`, `${dutch} `, `${dutch} `, `${dutch} `, 'Kring: There is something for you. chat']);
});

it('comes to the window that is open, or to a new one', async () => {
  const close = vi.fn();
  const focus = vi.fn();
  const openWindow = vi.fn(async () => ({ focus }) as unknown as WindowClient);
  await opened({ matchAll: (async () => [{ focus }]) as never, openWindow }, { close });
  expect(openWindow).not.toHaveBeenCalled();
  await opened({ matchAll: (async () => []) as never, openWindow }, { close });
  expect(openWindow).toHaveBeenCalledWith('/');
  expect(focus).toHaveBeenCalledTimes(2);
  expect(close).toHaveBeenCalledTimes(2);
});
