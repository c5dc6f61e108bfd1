// The connection of changes: what is told, what is missed, and how it comes back.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveConnection, parseFrame, type Socket, waitMs } from './live';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  close(): void {
    this.onclose?.();
  }
  says(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const paths: string[] = [];
const told: string[] = [];
let sockets: FakeSocket[] = [];
let live: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  paths.length = 0;
  told.length = 0;
  sockets = [];
  live = new LiveConnection(
    {
      onChange: (change) => told.push(`${change.kind} ${change.ref}`),
      onMissed: () => told.push('missed'),
      onState: () => undefined,
    },
    {
      connect: (path) => {
        paths.push(path);
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      random: () => 0.5,
    },
  );
  live.start();
});
afterEach(() => vi.useRealTimers());

const newest = () => sockets.at(-1) ?? new FakeSocket();

test('changes are told as they come, and a reconnection asks for what came since', () => {
  newest().says({ now: 7 });
  newest().says({ seq: 8, kind: 'message', ref: '3' });
  newest().onclose?.();
  vi.advanceTimersByTime(60_000);
  expect(paths).toEqual(['/api/v1/events', '/api/v1/events?since=8']);
  newest().says({ now: 9 });
  newest().says({ seq: 9, kind: 'call', ref: 'a' });
  expect(told).toEqual(['missed', 'message 3', 'call a']);
});

test('after a resync everything is read anew', () => {
  newest().says({ now: 7 });
  newest().says({ resync: 900 });
  newest().onclose?.();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['missed', 'missed']);
  expect(paths.at(-1)).toBe('/api/v1/events?since=900');
});

test('a desk that was closed does not come back', () => {
  live.stop();
  vi.advanceTimersByTime(600_000);
  expect(paths).toHaveLength(1);
});

test('waits double up to half a minute, and no two desks come at once', () => {
  expect([0, 1, 2].map((failures) => waitMs(failures, 1))).toEqual([500, 1000, 2000]);
  expect(waitMs(40, 1)).toBe(30_000);
  expect(waitMs(40, 0)).toBe(15_000);
});

test('what is no frame is passed over', () => {
  for (const data of [null, 3, 'no JSON', '[]', '{}', '{"seq":"1","kind":"x"}', 'null']) expect(parseFrame(data), String(data)).toBeNull();
});
