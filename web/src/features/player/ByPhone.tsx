// Has a message played on a telephone: the own ones, or one that is at hand.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import { ApiError, type HouseCall } from '../../api/client';
import { houseCallQuery, playByPhone, underWay } from '../../api/queries';
import { field } from '../../app/form';
import { useText } from '../../app/language';
import { problemText } from '../../app/problem';
import { Button } from '../../ui/Button';
import styles from './ByPhone.module.css';

/** What the server takes, with room for blanks. */
const LONGEST_NUMBER = 40;

export function ByPhone({ id }: { id: string }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.byPhone}>
      <Button label={text('play-by-phone')} icon="phone" look="quiet" expanded={open} onPress={() => setOpen(!open)} />
      {open && <Asked id={id} />}
    </section>
  );
}

function Asked({ id }: { id: string }) {
  const text = useText();
  const hint = useId();
  const number = useRef<HTMLInputElement>(null);
  const begin = useMutation({ mutationFn: (wanted: string) => playByPhone(id, wanted) });
  const call = useFollowed(begin.data);
  useEffect(() => number.current?.focus(), []);
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    begin.mutate(field(new FormData(event.currentTarget), 'number').trim());
  };
  const isBusy = begin.isPending || (call !== undefined && underWay(call));
  return (
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.field}>
        <span>{text('play-by-phone-number')}</span>
        <input ref={number} name="number" type="tel" maxLength={LONGEST_NUMBER} autoComplete="tel" aria-describedby={hint} />
      </label>
      <Button type="submit" look="strong" label={text('play-by-phone-call')} isDisabled={isBusy} />
      <p id={hint} className={styles.hint}>
        {text('play-by-phone-hint')}
      </p>
      <div role="status">{call && <p>{text(`house-call-${call.stage}`)}</p>}</div>
      <div role="alert">{begin.error && <p className={styles.wrong}>{refusal(text, begin.error)}</p>}</div>
    </form>
  );
}

/** How a call stands; as it was begun before it is known better. */
function useFollowed(begun: HouseCall | undefined): HouseCall | undefined {
  const followed = useQuery({ ...houseCallQuery(begun?.id ?? ''), enabled: begun !== undefined });
  return begun && (followed.data ?? begun);
}

function refusal(text: ReturnType<typeof useText>, error: Error): string {
  if (error instanceof ApiError && error.status === 400) return text('house-call-wrong');
  if (error instanceof ApiError && error.status === 409) return text('house-call-refused');
  return problemText(text, error);
}
