// How a message is named: to the eye in a row, and in one sentence to a screen reader.
import type { Message, Sender } from '../../api/client';
import type { Text } from '../../app/language';
import { length, long, type Place } from '../../format/moment';

export function senderName(from: Sender, text: Text): string {
  return from.user?.name ?? from.name ?? from.number ?? from.email ?? text('unknown-sender');
}

/** The number or address beside the name; nothing when the name is already that. */
export function senderAddress(from: Sender): string | null {
  const named = from.user?.name ?? from.name;
  return named ? (from.number ?? from.email ?? null) : null;
}

export function rowWords(message: Message, place: Place, text: Text): string {
  return [
    text(message.seen ? 'row-read' : 'row-new', { kind: message.kind }),
    text('row-from', { name: senderName(message.from, text) }),
    message.subject,
    long(new Date(message.received), place),
    message.seconds != null && text('row-length', { length: length(message.seconds) }),
    message.flagged && text('flagged'),
  ]
    .filter(Boolean)
    .join(', ');
}
