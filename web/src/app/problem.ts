// What went wrong, in the reader's language.
import { ApiError } from '../api/client';
import type { Text } from './language';

/** A sentence for any error. A code that a newer server knows and this desk does not is said in general terms. */
export function problemText(text: Text, error: unknown): string {
  if (!(error instanceof ApiError)) return text('failed');
  if (error.isOffline) return text('failed-offline');
  const id = `problem-${error.code}`;
  const words = text(id);
  return words === id ? text('failed') : words;
}
