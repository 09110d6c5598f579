// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../core/api';
import { Button, Choice, Loaded, problemText, Switch, TextBox } from '.';

afterEach(cleanup);

describe('a button', () => {
  it('at work does nothing and stays where the focus is', async () => {
    const press = vi.fn();
    render(<Button busy onClick={press}>Versturen</Button>);
    const button = screen.getByRole('button', { name: 'Versturen' });
    await userEvent.click(button);
    expect(press).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });

  it('that is a toggle says its state', () => {
    render(<Button pressed={false}>Camera</Button>);
    expect(screen.getByRole('button', { name: 'Camera', pressed: false })).toBeTruthy();
  });

  it('at work does not send a form', async () => {
    const send = vi.fn((event: React.FormEvent) => event.preventDefault());
    render(<form onSubmit={send}><Button type="submit" busy>Meedoen</Button></form>);
    await userEvent.click(screen.getByRole('button'));
    expect(send).not.toHaveBeenCalled();
  });
});

describe('a field', () => {
  it('is tied to its label, its explanation and its error', () => {
    render(<TextBox label="Naam" description="Kies zelf" error="Deze naam is er al" />);
    const box = screen.getByRole('textbox', { name: 'Naam' });
    const described = box.getAttribute('aria-describedby')?.split(' ').map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(['Kies zelf', 'Deze naam is er al']);
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert').textContent).toBe('Deze naam is er al');
  });

  it('that is a choice can be pressed on its words', async () => {
    const change = vi.fn();
    render(<Choice type="checkbox" label="Ik ga akkoord" onChange={change} />);
    await userEvent.click(screen.getByText('Ik ga akkoord'));
    expect(change).toHaveBeenCalledOnce();
  });

  it('that is a switch has a name and a state', async () => {
    const change = vi.fn();
    render(<Switch label="Onderzoek" checked={false} words={{ on: 'Aan', off: 'Uit' }} onChange={change} />);
    await userEvent.click(screen.getByRole('switch', { name: 'Onderzoek', checked: false }));
    expect(change).toHaveBeenCalledWith(true);
  });
});

describe('what went wrong', () => {
  const error = (status: number, code?: string) => new ApiError({ status, title: '', ...(code && { code }) });

  it.each([
    [error(422, 'alias.taken'), /heeft deze naam al/],
    [error(422, 'something.new'), /klopt iets niet/],
    [error(0, 'offline'), /geen verbinding/],
    [error(404), /niet voor u bedoeld/],
    [error(500), /bij ons/],
    [new TypeError('x is undefined'), /bij ons/],
  ])('is said in plain words: %s', (given, words) => {
    expect(problemText(given)).toMatch(words);
  });

  it('can be tried again, and what was there stays', async () => {
    const refetch = vi.fn();
    const view = render(<Loaded of={{ data: undefined, error: error(0, 'offline'), refetch }}>{() => 'er'}</Loaded>);
    await userEvent.click(screen.getByRole('button', { name: 'Probeer opnieuw' }));
    expect(refetch).toHaveBeenCalledOnce();
    view.rerender(<Loaded of={{ data: 1, error: error(0, 'offline'), refetch }}>{() => 'er'}</Loaded>);
    expect(screen.getByText('er')).toBeTruthy();
  });
});
