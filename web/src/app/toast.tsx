// A short word about what was done, with a way back. Announced politely; takes no focus; Ctrl+Z does the same.
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../ui/Button';
import { useText } from './language';
import styles from './toast.module.css';

/** Long enough to read and reach by keyboard; it stands still under pointer and focus. */
const STAY_MS = 12_000;

interface Notice {
  words: string;
  undo?: () => void;
}

const NoticeContext = createContext<(notice: Notice) => void>(() => undefined);

export function useNotice(): (notice: Notice) => void {
  return use(NoticeContext);
}

export function NoticeProvider({ children }: { children: ReactNode }) {
  const text = useText();
  const [notice, setNotice] = useState<Notice | null>(null);
  const [held, setHeld] = useState(false);
  const latest = useRef<Notice | null>(null);
  const tell = useCallback((next: Notice) => {
    latest.current = next;
    setNotice(next);
  }, []);
  const undo = useCallback(() => {
    latest.current?.undo?.();
    latest.current = null;
    setNotice(null);
  }, []);

  useEffect(() => {
    if (!notice || held) return;
    const timer = setTimeout(() => setNotice(null), STAY_MS);
    return () => clearTimeout(timer);
  }, [notice, held]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement && event.target.type !== 'range' && event.target.type !== 'radio';
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || typing || !latest.current?.undo) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo]);

  const value = useMemo(() => tell, [tell]);
  return (
    <NoticeContext value={value}>
      {children}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a notice that is looked at or tabbed into stays; nothing is to be done to it */}
      <div className={styles.place} role="status" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
        {notice && (
          <div className={styles.notice}>
            <span>{notice.words}</span>
            {notice.undo && <Button label={text('undo')} look="quiet" onPress={undo} />}
            <Button label={text('close')} icon="close" look="quiet" show="sign" onPress={() => setNotice(null)} />
          </div>
        )}
      </div>
    </NoticeContext>
  );
}
