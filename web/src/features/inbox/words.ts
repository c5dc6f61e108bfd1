// How the sender of a message is named.
import type { Sender } from '../../api/client';
import type { Text } from '../../app/language';

export function senderName(from: Sender, text: Text): string {
  return from.user?.name ?? from.name ?? from.number ?? from.email ?? text('unknown-sender');
}

/** The number or address beside the name; nothing when the name is already that. */
export function senderAddress(from: Sender): string | null {
  const named = from.user?.name ?? from.name;
  return named ? (from.number ?? from.email ?? null) : null;
}
