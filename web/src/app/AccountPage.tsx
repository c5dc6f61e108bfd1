// Who one is, distribution lists, password and PIN, language, theme, signing out.
import { useText } from './language';
import { Lists } from './Lists';
import { useMe } from './me';
import { Preferences } from './Preferences';
import { RecordingAccess } from './RecordingAccess';
import { Secrets } from './Secrets';
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
      <div className={styles.narrowOnly}>
        <Preferences onSignOut={leave} />
      </div>
      <Lists />
      <Secrets />
      {me.administrator && <RecordingAccess />}
    </div>
  );
}
