// Why a call went where it went, and why its caller heard what was heard: the server's codes in the reader's language.
import type { Call } from '../../api/client';
import { type Text, useText } from '../../app/language';
import styles from './CallsPage.module.css';

type Reason = NonNullable<Call['reason']>;
type GreetingReason = NonNullable<Reason['greeting']>;

/** Nothing for a call that was simply answered: that is no question. */
export function Why({ call }: { call: Call }) {
  const text = useText();
  if (!call.why || call.reason?.course === 'answered') return null;
  return (
    <details className={styles.why}>
      <summary>{text('why')}</summary>
      {call.reason ? sentences(call.reason, text).map((words) => <p key={words}>{words}</p>) : <p>{call.why}</p>}
    </details>
  );
}

export function sentences({ course, greeting }: Reason, text: Text): string[] {
  const ringing = text(`why-${course}`);
  return greeting ? [ringing, `${occasion(greeting, text)} ${text(`heard-${greeting.recording}`)}`] : [ringing];
}

function occasion(greeting: GreetingReason, text: Text): string {
  return text(`occasion-${greeting.occasion}`, { presence: presenceName(greeting.presence ?? '', text) });
}

/** A company adds states of its own: these are shown by their key. */
function presenceName(key: string, text: Text): string {
  const id = `presence-${key}`;
  const name = text(id);
  return name === id ? key : name;
}
