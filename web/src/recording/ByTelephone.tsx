// A telephone is called, and how the call stands is followed to its end.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { ApiError } from '../api/client';
import { field } from '../app/form';
import { type Text, useText } from '../app/language';
import { problemText } from '../app/problem';
import { Button } from '../ui/Button';
import styles from './AnnouncementPage.module.css';
import { Part } from './Part';
import { callQuery, isOver, startCall } from './queries';

/** As long as a number is written at most, with all that stands between its digits. */
const LONGEST_NUMBER = 40;

export function ByTelephone({ isPossible, onKept }: { isPossible: boolean; onKept: () => void }) {
  const text = useText();
  const [isUnderWay, setUnderWay] = useState(false);
  const calling = useMutation({ mutationFn: (number: string) => startCall(number), onSuccess: () => setUnderWay(true) });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    calling.mutate(field(new FormData(event.currentTarget), 'number').trim());
  };
  if (!isPossible) {
    return (
      <Part title={text('page-by-phone')}>
        <p>{text('page-no-calls')}</p>
      </Part>
    );
  }
  return (
    <Part title={text('page-by-phone')} hint={text('page-by-phone-hint')}>
      <form className={styles.form} onSubmit={submit}>
        <label className={styles.field}>
          <span>{text('page-number')}</span>
          <input name="number" type="tel" autoComplete="tel" required maxLength={LONGEST_NUMBER} />
        </label>
        <Button type="submit" look="strong" icon="phone" label={text('page-call')} isDisabled={isUnderWay || calling.isPending} />
      </form>
      <div role="alert">{calling.error && <p className={styles.bad}>{refusal(text, calling.error)}</p>}</div>
      <div role="status">
        {calling.data && (
          <Stage
            key={calling.data.id}
            id={calling.data.id}
            number={calling.variables}
            onEnd={(isKept) => {
              setUnderWay(false);
              if (isKept) onKept();
            }}
          />
        )}
      </div>
    </Part>
  );
}

function Stage({ id, number, onEnd }: { id: string; number: string; onEnd: (isKept: boolean) => void }) {
  const text = useText();
  const call = useQuery(callQuery(id));
  const stage = call.error ? 'failed' : (call.data?.stage ?? 'ringing');
  const hasEnded = call.isError || isOver(call.data);
  useEffect(() => {
    if (hasEnded) onEnd(stage === 'kept');
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it ends
  }, [hasEnded]);
  return <p className={styles.stage}>{text(`page-stage-${stage}`, { number })}</p>;
}

function refusal(text: Text, error: unknown): string {
  if (error instanceof ApiError && error.status === 400) return text('page-call-wrong');
  if (error instanceof ApiError && error.status === 409) return text('page-call-refused');
  return problemText(text, error);
}
