// On a phone: who one is, language, theme, signing out.
import { useText } from './language';
import { useMe } from './me';
import { Preferences } from './Preferences';
import { useLeave, useTitle } from './Shell';
import styles from './Shell.module.css';

export function AccountPage() {
  const text = useText();
  const { me } = useMe();
  const leave = useLeave();
  useTitle(text('account'));
  return (
    <div className={styles.account}>
      <h1>{text('account')}</h1>
      <p className={styles.person}>
        <strong>{me.name}</strong>
        <span>{me.email}</span>
        <span>{text('extension', { number: me.extension })}</span>
      </p>
      <Preferences onSignOut={leave} />
    </div>
  );
}
