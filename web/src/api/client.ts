// The door to the server: typed requests, and errors that say what the desk does about them.
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';

type Answer<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type Me = Answer<'/api/v1/me', 'get'>;
export type Counts = Answer<'/api/v1/me/counts', 'get'>;
export type MessagePage = Answer<'/api/v1/me/messages', 'get'>;
export type Message = MessagePage['items'][number];
export type MessageDetail = Answer<'/api/v1/me/messages/{id}', 'get'>;
export type Attachment = MessageDetail['attachments'][number];
export type Sender = Message['from'];
export type Kind = 'voice' | 'email';
export type CallPage = Answer<'/api/v1/me/calls', 'get'>;
export type Call = CallPage['items'][number];
export type HouseCall = Answer<'/api/v1/me/house-calls/{id}', 'get'>;
export type Greeting = Answer<'/api/v1/me/greetings', 'get'>[number];
export type LanguageTag = components['schemas']['LanguageTag'];
/** Whoever asks may leave things out; the server does not. */
export type Contact = Required<components['schemas']['ContactEntry']>;
export type ContactPlan = Required<components['schemas']['ContactPlan']>;
export type ContactPage = components['schemas']['ContactPage'] & { items: Contact[] };
export type ContactsImported = components['schemas']['Imported'];
export type DistributionList = components['schemas']['DistributionList'];
/** Whose address book. */
export type Book = 'own' | 'central';
export type ProblemCode = components['schemas']['Problem']['code'];
export type Peaks = Answer<'/api/v1/me/messages/{id}/peaks', 'get'>;

/** A refusal by the server, or (status 0) no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** What is wrong; `null` when who answered is no server of ours. */
    readonly code: ProblemCode | null,
    readonly waitSeconds: number | null = null,
  ) {
    super(code ?? `status ${status}`);
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

const unreachable: Middleware = {
  onError: () => new ApiError(0, null),
};

/** Looked up at each request, so that a test can stand in for the network. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
api.use(unreachable);

interface Outcome<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; else throws what was wrong. */
export async function answer<Data>(request: Promise<Outcome<Data>>): Promise<Data> {
  const outcome = await request;
  if (!outcome.response.ok) throw refusal(outcome.response.status, outcome.error);
  return outcome.data as Data;
}

/** For bytes, which the generated types do not describe. */
export async function fetchChecked(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, { credentials: 'same-origin', ...init }).catch(() => {
    throw new ApiError(0, null);
  });
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => null));
  return response;
}

function refusal(status: number, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const code = typeof problem['code'] === 'string' ? (problem['code'] as ProblemCode) : null;
  const wait = typeof problem['waitSeconds'] === 'number' ? problem['waitSeconds'] : null;
  return new ApiError(status, code, wait);
}

export function audioUrl(id: string): string {
  return `/api/v1/me/messages/${encodeURIComponent(id)}/audio`;
}

export function attachmentUrl(id: string, part: string): string {
  return `/api/v1/me/messages/${encodeURIComponent(id)}/attachments/${encodeURIComponent(part)}`;
}

export function greetingUrl(situation: string, language: string): string {
  return `/api/v1/me/greetings/${encodeURIComponent(situation)}?language=${encodeURIComponent(language)}`;
}

export function contactsExportUrl(book: Book, format: 'csv' | 'vcard'): string {
  return `/api/v1/contacts/${book}/export?format=${format}`;
}
