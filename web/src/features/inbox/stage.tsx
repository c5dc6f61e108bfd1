// A small server in memory for tests of the inbox, and the desk in front of it, whole: router, words, live connection.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { vi } from 'vitest';
import type { Me, Message, MessageDetail } from '../../api/client';
import { makeQueryClient } from '../../api/queries';
import { LanguageProvider } from '../../app/language';
import { MeContext } from '../../app/me';
import { makeRouter } from '../../app/router';

/** What a row and the list are high, as the browser would say: jsdom lays nothing out. */
const LIST_PIXELS = 600;

const ANNA: Me = { id: '1', name: 'Anna', extension: '201', email: 'anna@example.org', language: 'en-GB', zone: 'Europe/London', administrator: false };

/** Message `n` of a mailbox: the higher, the newer. */
export function mail(n: number): Message {
  const received = new Date(Date.UTC(2026, 2, 11, 9, n)).toISOString();
  return { id: `m${n}`, kind: 'email', from: { name: `Sender ${n}`, number: null, email: `sender${n}@example.org`, user: null }, subject: `Subject ${n}`, received, seconds: null, size: 1000, seen: true, flagged: false };
}

/** A message, and what it shows when it is opened. */
export type Kept = Message & Partial<Pick<MessageDetail, 'transcript'>>;

class Mailbox {
  readonly sockets: StageSocket[] = [];
  #seq = 1;

  constructor(public messages: Kept[]) {}

  /** Somebody else, or a caller, has changed the mailbox; the desk hears of it. */
  change(messages: Kept[]): void {
    this.messages = messages;
    this.#seq += 1;
    for (const socket of this.sockets) socket.onmessage?.({ data: JSON.stringify({ seq: this.#seq, kind: 'message', ref: '0' }) });
  }

  answer(method: string, url: URL): Response {
    const [, id] = /\/messages\/([^/]+)/.exec(url.pathname) ?? [];
    const found = this.messages.find((one) => one.id === id);
    if (url.pathname.endsWith('/counts')) return Response.json({ newVoice: 0, oldVoice: 0, newEmail: 0, oldEmail: this.messages.length });
    if (id === undefined) return this.#page(url.searchParams);
    if (!found) return Response.json({ type: 'about:blank', title: 'Not Found', status: 404, code: 'not-found' }, { status: 404 });
    if (method === 'DELETE') {
      this.messages = this.messages.filter((one) => one !== found);
      return new Response(null, { status: 204 });
    }
    return Response.json({ to: [], cc: [], text: 'Hello', transcript: null, audio: null, attachments: [], ...found });
  }

  #page(query: URLSearchParams): Response {
    const limit = Number(query.get('limit'));
    const from = query.has('before') ? this.messages.findIndex((one) => one.id === query.get('before')) + 1 : 0;
    const items = this.messages.slice(from, from + limit);
    return Response.json({ items, next: from + limit < this.messages.length ? items.at(-1)?.id : null });
  }
}

class StageSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  close(): void {}
}

/** Opens the inbox over these messages; answers the mailbox behind it. */
export function openInbox(messages: Kept[]): Mailbox {
  const mailbox = new Mailbox(messages);
  layOut();
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(mailbox.answer(request.method, new URL(request.url))));
  vi.stubGlobal(
    'WebSocket',
    class extends StageSocket {
      constructor() {
        super();
        mailbox.sockets.push(this);
      }
    },
  );
  window.history.replaceState(null, '', '/inbox');
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <LanguageProvider>
        <MeContext value={ANNA}>
          <RouterProvider router={makeRouter(ANNA)} />
        </MeContext>
      </LanguageProvider>
    </QueryClientProvider>,
  );
  return mailbox;
}

function layOut(): void {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  window.scrollTo = () => undefined;
  for (const side of ['offsetHeight', 'clientHeight', 'offsetWidth'] as const) Object.defineProperty(HTMLElement.prototype, side, { configurable: true, value: LIST_PIXELS });
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', {
    configurable: true,
    get(this: HTMLElement) {
      return parseFloat((this.firstElementChild as HTMLElement | null)?.style.height ?? '') || LIST_PIXELS;
    },
  });
  Element.prototype.scrollTo = function scrollTo(this: Element, to?: ScrollToOptions | number) {
    this.scrollTop = typeof to === 'object' ? (to.top ?? 0) : 0;
    // Browsers tell of it later, never from within.
    queueMicrotask(() => this.dispatchEvent(new Event('scroll')));
  };
}
