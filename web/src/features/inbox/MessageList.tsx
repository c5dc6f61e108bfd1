// The list of messages: a listbox of which only the visible rows exist, led by keys (aria-activedescendant).
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Message } from '../../api/client';
import { useText } from '../../app/language';
import { useNow } from '../../app/now';
import styles from './inbox.module.css';
import { listCommand } from './keys';
import { MessageRow } from './MessageRow';

/** Height of a row as the style sheet has it, in rem. */
const ROW_REM = 4.5;
/** Rows above and below the visible ones that are kept ready. */
const OVERSCAN = 8;
/** So many rows before the end of what is known the next page is fetched. */
const AHEAD = 30;

export interface MessageListProps {
  messages: Message[];
  /** How many there are in all, as far as is known; -1: unknown. */
  total: number;
  openId: string | null;
  onOpen: (message: Message, by: 'key' | 'pointer') => void;
  onDelete: (message: Message) => void;
  onToggleSeen: (message: Message) => void;
  onToggleFlag: (message: Message) => void;
  onNearEnd: () => void;
  /** Fetches all that is left. */
  onEnd: () => void;
}

/** Which row has the keys: a message, with its place for when it is gone; or the last row, whichever that is. */
type Chosen = { id: string; index: number } | 'end';

export function MessageList(props: MessageListProps) {
  const { messages, openId } = props;
  const text = useText();
  const now = useNow();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const active = activeIndex(messages, chosen, openId);
  const anchored = messages[active];
  // The list lives: a message that moved takes its new place along, and one that is gone hands the keys to its neighbour
  // for good, not only until the next message arrives above.
  if (chosen && chosen !== 'end' && anchored && (anchored.id !== chosen.id || active !== chosen.index)) setChosen({ id: anchored.id, index: active });
  const rowPixels = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize || '16');
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by the compiler
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPixels,
    overscan: OVERSCAN,
    getItemKey: (index) => messages[index]?.id ?? index,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const { onNearEnd } = props;
  useEffect(() => {
    if (last >= messages.length - AHEAD) onNearEnd();
  }, [last, messages.length, onNearEnd]);

  // Pages that come after End was pressed are drawn later than they are fetched: the list follows as it grows.
  useEffect(() => {
    if (chosen === 'end') rows.scrollToIndex(messages.length - 1);
  }, [chosen, messages.length, rows]);

  const choose = (index: number) => {
    const message = messages[index];
    setChosen(message ? { id: message.id, index } : null);
    rows.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const perScreen = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowPixels) - 1);
    const command = listCommand(event, active, messages.length, perScreen);
    if (!command) return;
    event.preventDefault();
    const message = messages[active];
    if (command.do === 'move') choose(command.to);
    else if (command.do === 'end') {
      setChosen('end');
      props.onEnd();
    } else if (message) {
      // Kept by place: after a deletion the next row takes the keys.
      setChosen({ id: message.id, index: active });
      const acts = { open: () => props.onOpen(message, 'key'), delete: () => props.onDelete(message), 'toggle-seen': () => props.onToggleSeen(message), 'toggle-flag': () => props.onToggleFlag(message) };
      acts[command.do]();
    }
  };

  return (
    <div
      ref={frame}
      id="messages"
      className={styles.list}
      role="listbox"
      aria-label={text('messages')}
      aria-activedescendant={visible.some((row) => row.index === active) ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => active < 0 && setChosen({ id: messages[0]?.id ?? '', index: 0 })}
    >
      <div role="presentation" className={styles.sheet} style={{ height: rows.getTotalSize() }}>
        {visible.map((row) => {
          const message = messages[row.index];
          if (!message) return null;
          return (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the listbox has the keys
            <div
              key={row.key}
              id={`${id}-${row.index}`}
              role="option"
              tabIndex={-1}
              className={styles.row}
              aria-selected={message.id === openId}
              aria-posinset={row.index + 1}
              aria-setsize={props.total}
              data-message={message.id}
              data-active={row.index === active || undefined}
              data-fresh={!message.seen || undefined}
              style={{ transform: `translateY(${row.start}px)` }}
              onClick={() => {
                setChosen({ id: message.id, index: row.index });
                frame.current?.focus({ preventScroll: true });
                props.onOpen(message, 'pointer');
              }}
            >
              <MessageRow message={message} now={now} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The row with the keys: where its message is now; where it was, when that is gone. */
function activeIndex(messages: Message[], chosen: Chosen | null, openId: string | null): number {
  if (chosen === 'end') return messages.length - 1;
  const wanted = chosen?.id ?? openId;
  const found = messages.findIndex((message) => message.id === wanted);
  if (found >= 0 || chosen === null) return found;
  return Math.min(chosen.index, messages.length - 1);
}
