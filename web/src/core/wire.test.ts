import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFrame } from './wire';

const folder = join(import.meta.dirname, '../../../server/live/testdata');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const fromServer = /^(ok|error|welcome|chat\.(page|message|sent|changed|news)|meeting\.(state|speaking|reaction|care|typed|captioned|ended)|rtc\.(answer|relays))(\.|$)/;

describe('the frames that the server tests too', () => {
  const server = files.filter((file) => fromServer.test(file.replace(/\.json$/, '')));
  it.each(server)('%s is read, with its own type', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const frame = readFrame(text);
    expect(frame).toEqual(JSON.parse(text));
    expect(file.startsWith(`${frame?.type}.`)).toBe(true);
  });

  it('covers every kind of frame the server sends', () => {
    expect(new Set(server.map((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { type: string }).type)).size).toBe(17);
  });

  it('a client frame is nothing the server says', () => {
    for (const file of files.filter((one) => !server.includes(one))) {
      expect(readFrame(readFileSync(join(folder, file), 'utf8')), file).toBeUndefined();
    }
  });
});

describe('a frame that this version does not know', () => {
  it.each(['', 'null', '[]', '"x"', '{', '{"type":"meeting.dance"}', '{"type":"toString"}', '{"type":"chat.page","channel":1}'])(
    'is left alone: %s',
    (text) => expect(readFrame(text)).toBeUndefined(),
  );

  it('a list that is null is empty', () => {
    expect(readFrame('{"type":"meeting.speaking","meeting":"m","seats":null}')).toMatchObject({ seats: [] });
  });
});
