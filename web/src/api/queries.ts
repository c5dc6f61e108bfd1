// What the desk knows of the server, by key, and how it is reread and changed.
import { type InfiniteData, infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, ApiError, type Book, type CallPage, type Contact, type ContactPage, type ContactPlan, type ContactsImported, fetchChecked, greetingUrl, type HouseCall, type Kind, type Message, type MessageDetail, type MessagePage } from './client';

/** Rows fetched at once: some screens full. */
const PAGE_ROWS = 100;
/** Points of a waveform: enough for the widest player. */
const PEAK_POINTS = 240;
/** Attempts beyond the first when there is no answer or the server is out of order. */
const RETRIES = 2;

export interface Filter {
  kind: Kind | null;
  unread: boolean;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        retry: (failures, error) => failures < RETRIES && (!(error instanceof ApiError) || error.isOffline || error.status >= 500),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => answer(api.GET('/api/v1/me')), staleTime: Infinity });

export const countsQuery = queryOptions({ queryKey: ['counts'], queryFn: () => answer(api.GET('/api/v1/me/counts')) });

export const messagesQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['messages', filter],
    queryFn: ({ pageParam }) =>
      answer<MessagePage>(
        api.GET('/api/v1/me/messages', {
          params: {
            query: {
              limit: PAGE_ROWS,
              ...(filter.kind && { kind: filter.kind }),
              ...(filter.unread && { seen: false }),
              ...(pageParam !== null && { before: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['message', id],
    queryFn: () => answer<MessageDetail>(api.GET('/api/v1/me/messages/{id}', { params: { path: { id } } })),
  });

export const peaksQuery = (id: string) =>
  queryOptions({
    queryKey: ['peaks', id],
    queryFn: () => answer(api.GET('/api/v1/me/messages/{id}/peaks', { params: { path: { id }, query: { points: PEAK_POINTS } } })),
    staleTime: Infinity,
  });

export const callsQuery = infiniteQueryOptions({
  queryKey: ['calls'],
  queryFn: ({ pageParam }) =>
    answer<CallPage>(api.GET('/api/v1/me/calls', { params: { query: { limit: PAGE_ROWS, ...(pageParam !== null && { before: pageParam }) } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next ?? null,
});

export const greetingsQuery = queryOptions({ queryKey: ['greetings'], queryFn: () => answer(api.GET('/api/v1/me/greetings')) });

export const contactsQuery = (book: Book, search: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', book, search],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/contacts/{book}', { params: { path: { book }, query: { search, limit: PAGE_ROWS, ...(pageParam !== null && { after: pageParam }) } } }),
      ) as Promise<ContactPage>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
  });

/** A new entry, or the one that was read in the place of itself. */
export function saveContact(book: Book, contact: Contact | null, plan: ContactPlan): Promise<unknown> {
  if (contact === null) return answer(api.POST('/api/v1/contacts/{book}', { params: { path: { book } }, body: plan }));
  return answer(api.PUT('/api/v1/contacts/{book}/{id}', { params: { path: { book, id: contact.id }, header: { 'if-match': contact.etag } }, body: plan }));
}

export function deleteContact(book: Book, contact: Contact): Promise<unknown> {
  return answer(api.DELETE('/api/v1/contacts/{book}/{id}', { params: { path: { book, id: contact.id }, header: { 'if-match': contact.etag } } }));
}

export async function importContacts(book: Book, file: File): Promise<ContactsImported> {
  const type = /\.(vcf|vcard)$/i.test(file.name) ? 'text/vcard' : 'text/csv';
  const answered = await fetchChecked(`/api/v1/contacts/${book}/import`, { method: 'POST', headers: { 'content-type': type }, body: file });
  return (await answered.json()) as ContactsImported;
}

export const listsQuery = queryOptions({ queryKey: ['lists'], queryFn: () => answer(api.GET('/api/v1/me/lists')) });

export function putList(number: number, name: string, members: string[]): Promise<unknown> {
  return answer(api.PUT('/api/v1/me/lists/{number}', { params: { path: { number: String(number) } }, body: { name, members } }));
}

export function deleteList(number: number): Promise<unknown> {
  return answer(api.DELETE('/api/v1/me/lists/{number}', { params: { path: { number: String(number) } } }));
}

/** What opens the page on which the company's announcement is recorded; `null`: nothing does. */
export const recordingPageQuery = queryOptions({
  queryKey: ['recording-page'],
  queryFn: () =>
    answer(api.GET('/api/v1/recording-page')).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }),
});

export function openRecordingPage(name: string, password: string): Promise<unknown> {
  return answer(api.PUT('/api/v1/recording-page', { body: { name, password } }));
}

export function closeRecordingPage(): Promise<unknown> {
  return answer(api.DELETE('/api/v1/recording-page'));
}

export function inviteToRecordingPage(address: string): Promise<unknown> {
  return answer(api.POST('/api/v1/recording-page/invitation', { body: { address } }));
}

export function setPassword(password: string, wanted: string): Promise<unknown> {
  return answer(api.PUT('/api/v1/me/password', { body: { password, new: wanted } }));
}

export function setPin(password: string, pin: string): Promise<unknown> {
  return answer(api.PUT('/api/v1/me/pin', { body: { password, pin } }));
}

export function signIn(email: string, password: string): Promise<unknown> {
  return answer(api.POST('/api/v1/session', { body: { email, password } }));
}

export function signOut(): Promise<unknown> {
  return answer(api.DELETE('/api/v1/session'));
}

export function changeMessage(id: string, change: { seen?: boolean; flagged?: boolean }): Promise<unknown> {
  return answer(api.PATCH('/api/v1/me/messages/{id}', { params: { path: { id } }, body: change }));
}

export function deleteMessage(id: string): Promise<unknown> {
  return answer(api.DELETE('/api/v1/me/messages/{id}', { params: { path: { id } } }));
}

export function playByPhone(id: string, number: string): Promise<HouseCall> {
  return answer<HouseCall>(api.POST('/api/v1/me/messages/{id}/call', { params: { path: { id } }, body: { ...(number !== '' && { number }) } }));
}

/** How a call stands that was asked for here. */
export function houseCall(id: string): Promise<HouseCall> {
  return answer<HouseCall>(api.GET('/api/v1/me/house-calls/{id}', { params: { path: { id } } }));
}

export function restoreMessage(id: string): Promise<unknown> {
  return answer(api.POST('/api/v1/me/messages/{id}/restore', { params: { path: { id } } }));
}

export async function putGreeting(situation: string, language: string, wav: Blob): Promise<void> {
  await fetchChecked(greetingUrl(situation, language), { method: 'PUT', headers: { 'content-type': 'audio/wav' }, body: wav });
}

export async function deleteGreeting(situation: string, language: string): Promise<void> {
  await fetchChecked(greetingUrl(situation, language), { method: 'DELETE' });
}

export type MessagePages = InfiniteData<MessagePage, string | null>;

/** The same pages with one message altered, or without it where `alter` answers `null`. */
export function withMessage(pages: MessagePages, id: string, alter: (message: Message) => Message | null): MessagePages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((message) => (message.id === id ? (alter(message) ?? []) : message)),
    })),
  };
}
