// What a page says when it has nothing to show: still loading, nothing there, or out of order.
import { ApiError } from '../api/client';
import { useText } from '../app/language';
import { problemText } from '../app/problem';
import { Button } from './Button';
import { Icon, type IconName } from './Icon';
import styles from './States.module.css';

export function Nothing({ icon, title, hint }: { icon: IconName; title: string; hint?: string | undefined }) {
  return (
    <div className={styles.state}>
      <span className={styles.sign}>
        <Icon name={icon} size={28} />
      </span>
      <p className={styles.title}>{title}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const text = useText();
  const offline = error instanceof ApiError && error.isOffline;
  return (
    <div className={styles.state} role="alert">
      <span className={`${styles.sign} ${styles.bad}`}>
        <Icon name={offline ? 'offline' : 'warning'} size={28} />
      </span>
      <p className={styles.title}>{text(offline ? 'failed-offline' : 'failed')}</p>
      <p className={styles.hint}>{offline ? text('failed-offline-hint') : problemText(text, error)}</p>
      <Button label={text('retry')} onPress={onRetry} />
    </div>
  );
}

/** Grey lines where rows will be; the words are for who cannot see them. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const text = useText();
  return (
    <div className={styles.loading} role="status">
      <span className="unseen">{text('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.bone} />
      ))}
    </div>
  );
}
