// Who one is and the password; a refusal says how long to wait.
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { Button } from '../ui/Button';
import { Icon, Mark } from '../ui/Icon';
import { field } from './form';
import { useText } from './language';
import { problemText } from './problem';
import styles from './SignIn.module.css';

interface Props {
  title: string;
  hint: string;
  /** What one is known by here. */
  label: string;
  type: 'email' | 'text';
  /** A wrong one in words, by how long to wait. */
  refused: (seconds: number) => string;
  enter: (name: string, password: string) => Promise<unknown>;
  onEntered: () => unknown;
}

export function SignInForm({ title, hint, label, type, refused, enter, onEntered }: Props) {
  const text = useText();
  const [wait, setWait] = useState(0);
  const password = useRef<HTMLInputElement>(null);
  const entering = useMutation({
    mutationFn: (form: FormData) => enter(field(form, 'name').trim(), field(form, 'password')),
    onSuccess: onEntered,
    onError: (error) => {
      setWait(error instanceof ApiError ? Math.ceil(error.waitSeconds ?? 0) : 0);
      password.current?.select();
      password.current?.focus();
    },
  });
  useEffect(() => {
    document.title = text('title-page', { page: text('sign-in') });
  }, [text]);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (wait === 0 && !entering.isPending) entering.mutate(new FormData(event.currentTarget));
  };
  const refusal = (error: Error) => {
    const isWrong = error instanceof ApiError && error.code === 'wrong-log-in';
    return isWrong ? refused(Math.ceil(error.waitSeconds ?? 0)) : problemText(text, error);
  };
  return (
    <form className={styles.card} onSubmit={submit}>
      <div className={styles.brand}>
        <Mark size={44} />
        <h1>{title}</h1>
        <p>{hint}</p>
      </div>
      <div role="alert" className={styles.alert}>
        {entering.error && (
          <p className={styles.refused}>
            <Icon name="warning" size={18} />
            <span>{refusal(entering.error)}</span>
          </p>
        )}
      </div>
      <label className={styles.field}>
        <span>{label}</span>
        <input name="name" type={type} autoComplete="username" required spellCheck={false} autoCapitalize="none" />
      </label>
      <label className={styles.field}>
        <span>{text('password')}</span>
        <input ref={password} name="password" type="password" autoComplete="current-password" required />
      </label>
      <Button type="submit" look="strong" label={text('sign-in')} isDisabled={wait > 0 || entering.isPending} />
    </form>
  );
}
