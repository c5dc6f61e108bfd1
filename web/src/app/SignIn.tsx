// The way into the desk: e-mail and password.
import { useQueryClient } from '@tanstack/react-query';
import { signIn } from '../api/queries';
import { useText } from './language';
import { LanguageChoice, ThemeChoice } from './Preferences';
import styles from './SignIn.module.css';
import { SignInForm } from './SignInForm';

export function SignIn() {
  const text = useText();
  const client = useQueryClient();
  return (
    <main className={styles.page}>
      <SignInForm
        title="Switchroom"
        hint={text('sign-in-hint')}
        label={text('email')}
        type="email"
        refused={(seconds) => (seconds > 0 ? text('sign-in-refused-wait', { seconds }) : text('problem-wrong-log-in'))}
        enter={signIn}
        onEntered={() => client.invalidateQueries({ queryKey: ['me'] })}
      />
      <div className={styles.choices}>
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </main>
  );
}
