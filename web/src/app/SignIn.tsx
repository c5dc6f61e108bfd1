// The way in: e-mail and password; a refusal says how long to wait.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { signIn } from '../api/queries';
import { Button } from '../ui/Button';
import { Icon, Mark } from '../ui/Icon';
import { field } from './form';
import { useText } from './language';
import { problemText } from './problem';
import { LanguageChoice, ThemeChoice } from './Preferences';
import styles from './SignIn.module.css';

export function SignIn() {
  const text = useText();
  const client = useQueryClient();
  const [wait, setWait] = useState(0);
  const password = useRef<HTMLInputElement>(null);
  const entering = useMutation({
    mutationFn: (form: FormData) => signIn(field(form, 'email').trim(), field(form, 'password')),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
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
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <div className={styles.brand}>
          <Mark size={44} />
          <h1>Switchroom</h1>
          <p>{text('sign-in-hint')}</p>
        </div>
        <div role="alert" className={styles.alert}>
          {entering.error && (
            <p className={styles.refused}>
              <Icon name="warning" size={18} />
              <span>{refusalText(text, entering.error)}</span>
            </p>
          )}
        </div>
        <label className={styles.field}>
          <span>{text('email')}</span>
          <input name="email" type="email" autoComplete="username" required spellCheck={false} autoCapitalize="none" />
        </label>
        <label className={styles.field}>
          <span>{text('password')}</span>
          <input ref={password} name="password" type="password" autoComplete="current-password" required />
        </label>
        <Button type="submit" look="strong" label={text('sign-in')} isDisabled={wait > 0 || entering.isPending} />
      </form>
      <div className={styles.choices}>
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </main>
  );
}

function refusalText(text: ReturnType<typeof useText>, error: Error): string {
  const seconds = error instanceof ApiError ? Math.ceil(error.waitSeconds ?? 0) : 0;
  return seconds > 0 ? text('sign-in-refused-wait', { seconds }) : problemText(text, error);
}
