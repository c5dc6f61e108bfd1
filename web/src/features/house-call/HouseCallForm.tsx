// Asks for a telephone's number, has it called, and says how the call stands to its end.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type RefObject, type SyntheticEvent, useEffect, useId } from 'react';
import { ApiError, type HouseCall } from '../../api/client';
import { field } from '../../app/form';
import { type Text, useText } from '../../app/language';
import { problemText } from '../../app/problem';
import { Button } from '../../ui/Button';
import { houseCallQuery, isOver } from './houseCall';
import styles from './HouseCallForm.module.css';

/** As long as a number is written at most, with all that stands between its digits. */
const LONGEST_NUMBER = 40;

interface Props {
  /** What the texts of the call's stages and of refusals begin with. */
  words: 'play-call' | 'page-call';
  begin: (number: string) => Promise<HouseCall>;
  ask: (id: string) => Promise<HouseCall>;
  /** Said of a number that may be left out; without it one is needed. */
  mayBeEmpty?: string;
  input?: RefObject<HTMLInputElement | null>;
  onEnd?: (stage: HouseCall['stage']) => void;
}

export function HouseCallForm({ words, begin, ask, mayBeEmpty, input, onEnd }: Props) {
  const text = useText();
  const hint = useId();
  const calling = useMutation({ mutationFn: begin });
  const stage = useStage(calling.data, ask);
  useEffect(() => {
    if (stage && isOver(stage)) onEnd?.(stage);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it ends
  }, [stage]);
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    calling.mutate(field(new FormData(event.currentTarget), 'number').trim());
  };
  const isBusy = calling.isPending || (stage !== undefined && !isOver(stage));
  return (
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.field}>
        <span>{text('call-number')}</span>
        <input
          ref={input}
          name="number"
          type="tel"
          autoComplete="tel"
          maxLength={LONGEST_NUMBER}
          required={mayBeEmpty === undefined}
          aria-describedby={mayBeEmpty && hint}
        />
      </label>
      <Button type="submit" look="strong" icon="phone" label={text('call-begin')} isDisabled={isBusy} />
      {mayBeEmpty && (
        <p id={hint} className={styles.hint}>
          {mayBeEmpty}
        </p>
      )}
      <div role="status" className={styles.said}>
        {stage && <p className={styles.stage}>{text(`${words}-${stage}`, { number: calling.variables ?? '' })}</p>}
      </div>
      <div role="alert" className={styles.said}>
        {calling.error && <p className={styles.wrong}>{refusal(text, words, calling.error)}</p>}
      </div>
    </form>
  );
}

/** How a call stands; as it was begun before it is known better. */
function useStage(begun: HouseCall | undefined, ask: Props['ask']): HouseCall['stage'] | undefined {
  const followed = useQuery({ ...houseCallQuery(begun?.id ?? '', ask), enabled: begun !== undefined });
  if (begun && followed.error) return 'failed';
  return begun && (followed.data ?? begun).stage;
}

function refusal(text: Text, words: Props['words'], error: Error): string {
  if (error instanceof ApiError && error.status === 400) return text(`${words}-wrong`);
  if (error instanceof ApiError && error.status === 409) return text(`${words}-refused`);
  return problemText(text, error);
}
