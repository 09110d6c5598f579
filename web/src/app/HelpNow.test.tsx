// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { HelpLine } from '../core/types';
import { HelpNow } from './HelpNow';

// jsdom has no modal dialogs.
beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
});
afterEach(cleanup);

async function opened(lines: HelpLine[] | undefined) {
  render(<HelpNow lines={lines} />);
  await userEvent.click(screen.getByRole('button', { name: 'Hulp nu' }));
  return within(screen.getByRole('dialog', { name: 'Hulp nu' }));
}

it.each([[undefined], [[]]])('is never empty: with %j from the server it shows our own lines', async (lines) => {
  const dialog = await opened(lines);
  expect(dialog.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    'tel:112', 'tel:08000113', 'https://www.113.nl', 'tel:08002000',
  ]);
  expect(dialog.getByText('Uw huisarts')).toBeTruthy();
});

it('shows the lines of the organisation when it has them', async () => {
  const dialog = await opened([{ name: 'Sociaal team', phone: '0123 456 789', text: 'Op werkdagen' }]);
  expect(dialog.getByRole('link', { name: 'Bel 0123 456 789' }).getAttribute('href')).toBe('tel:0123456789');
});
