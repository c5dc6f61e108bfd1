// The password and the PIN, changed with the password that holds.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef } from 'react';
import { ApiError } from '../api/client';
import { setPassword, setPin } from '../api/queries';
import { Button } from '../ui/Button';
import { field } from './form';
import { useText } from './language';
import { problemText } from './problem';
import { useNotice } from './toast';
import styles from './Shell.module.css';

/** The fewest characters that the server takes. */
const SHORTEST_PASSWORD = 8;
const LONGEST_PIN = 24;

export function Secrets() {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  return (
    <>
      <SecretForm
        title={text('change-password')}
        hint={text('change-password-hint')}
        label={text('new-password')}
        refused={text('password-refused')}
        minLength={SHORTEST_PASSWORD}
        change={setPassword}
        // All sessions are over with it, this one, too.
        onChanged={() => client.resetQueries({ queryKey: ['me'] })}
      />
      <SecretForm
        title={text('change-pin')}
        hint={text('change-pin-hint')}
        label={text('new-pin')}
        refused={text('pin-refused')}
        minLength={1}
        digits
        change={setPin}
        onChanged={() => notice({ words: text('pin-changed') })}
      />
    </>
  );
}

interface Props {
  title: string;
  hint: string;
  label: string;
  /** What a refusal of the new secret means. */
  refused: string;
  minLength: number;
  digits?: boolean;
  change: (password: string, wanted: string) => Promise<unknown>;
  onChanged: () => unknown;
}

function SecretForm({ title, hint, label, refused, minLength, digits, change, onChanged }: Props) {
  const text = useText();
  const form = useRef<HTMLFormElement>(null);
  const changing = useMutation({
    mutationFn: ({ password, wanted }: { password: string; wanted: string }) => change(password, wanted),
    onSuccess: () => {
      form.current?.reset();
      return onChanged();
    },
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    changing.mutate({ password: field(fields, 'password'), wanted: field(fields, 'wanted') });
  };
  const error = changing.error;
  const isRefused = error instanceof ApiError && error.status === 400;
  const isWrong = error instanceof ApiError && error.code === 'wrong-log-in';
  return (
    <form ref={form} className={styles.secret} onSubmit={submit}>
      <h2>{title}</h2>
      <p className={styles.soft}>{hint}</p>
      <label className={styles.field}>
        <span>{text('current-password')}</span>
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <label className={styles.field}>
        <span>{label}</span>
        <input
          name="wanted"
          type="password"
          autoComplete={digits ? 'off' : 'new-password'}
          required
          minLength={minLength}
          {...(digits && { inputMode: 'numeric' as const, pattern: '[0-9]+', maxLength: LONGEST_PIN })}
        />
      </label>
      <div role="alert">{error && <p className={styles.wrong}>{isRefused ? refused : isWrong ? text('password-wrong') : problemText(text, error)}</p>}</div>
      <Button type="submit" label={title} isDisabled={changing.isPending} />
    </form>
  );
}
