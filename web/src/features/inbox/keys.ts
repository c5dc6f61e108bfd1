// What a key means in the list of messages.

export type ListCommand =
  | { do: 'move'; to: number }
  | { do: 'end' }
  | { do: 'open' | 'delete' | 'toggle-seen' | 'toggle-flag' };

/** Modifiers under which a key belongs to the browser or the system. */
interface Pressed {
  key: string;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
}

/** `null`: not a key of the list. `active` is -1 before the first row was chosen. */
export function listCommand(pressed: Pressed, active: number, rows: number, rowsPerScreen: number): ListCommand | null {
  if (rows === 0 || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return null;
  const move = (to: number): ListCommand => ({ do: 'move', to: Math.min(Math.max(to, 0), rows - 1) });
  switch (pressed.key) {
    case 'ArrowDown':
    case 'j':
      return move(active + 1);
    case 'ArrowUp':
    case 'k':
      return move(active - 1);
    case 'PageDown':
      return move(Math.max(active, 0) + rowsPerScreen);
    case 'PageUp':
      return move(active - rowsPerScreen);
    case 'Home':
      return move(0);
    case 'End':
      return { do: 'end' };
    default:
      return active < 0 ? null : rowCommand(pressed.key);
  }
}

function rowCommand(key: string): ListCommand | null {
  switch (key) {
    case 'Enter':
    case ' ':
      return { do: 'open' };
    case 'Delete':
    case 'Backspace':
      return { do: 'delete' };
    case 'u':
      return { do: 'toggle-seen' };
    case 'f':
      return { do: 'toggle-flag' };
    default:
      return null;
  }
}
