// Which of what the desk knows must be reread after a change at the server.
import type { QueryClient } from '@tanstack/react-query';
import type { Change } from './live';

/** Changes that arrive together (a mail client marks a hundred) are one rereading. */
const GATHER_MS = 120;

/** Keys by what the change was about; what is unknown concerns all. */
const CONCERNED: Partial<Record<string, string[]>> = {
  message: ['messages', 'counts', 'message'],
  folder: ['messages', 'counts'],
  call: ['calls'],
  greeting: ['greetings'],
  contact: ['contacts', 'messages', 'message', 'calls'],
  list: ['lists'],
  person: ['me', 'greetings'],
};
const ALL = ['messages', 'counts', 'message', 'calls', 'greetings', 'contacts', 'lists', 'me'];

/** Gathers what is to be reread. */
export class Rereader {
  #due = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly client: QueryClient) {}

  note(change: Change): void {
    this.#add(CONCERNED[change.kind] ?? ALL);
  }

  everything(): void {
    this.#add(ALL);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#due.clear();
  }

  #add(keys: string[]): void {
    for (const key of keys) this.#due.add(key);
    this.#timer ??= setTimeout(() => this.#reread(), GATHER_MS);
  }

  #reread(): void {
    const keys = [...this.#due];
    this.#due.clear();
    this.#timer = null;
    for (const key of keys) void this.client.invalidateQueries({ queryKey: [key] });
  }
}
