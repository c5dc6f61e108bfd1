// What stands around every page: skip link, navigation with counts, preferences, and the state of the connection.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Me } from '../api/client';
import { countsQuery, signOut } from '../api/queries';
import { Icon, type IconName, Mark } from '../ui/Icon';
import { useSpeech, useText } from './language';
import { useLive } from './live';
import { NoticeProvider } from './toast';
import { Preferences } from './Preferences';
import styles from './Shell.module.css';

export function Shell({ me }: { me: Me }) {
  const { text, suggest } = useSpeech();
  const live = useLive();
  const leave = useLeave();
  useEffect(() => suggest(me.language), [suggest, me.language]);
  return (
    <NoticeProvider>
      <div className={styles.shell}>
        <a className={styles.skip} href="#content">
          {text('skip')}
        </a>
        <header className={styles.side}>
          <Link to="/inbox" className={styles.brand}>
            <Mark size={30} />
            <span>Switchroom</span>
          </Link>
          <Navigation />
          <div className={styles.foot}>
            <p className={styles.person}>
              <strong>{me.name}</strong>
              <span>{text('extension', { number: me.extension })}</span>
            </p>
            <Preferences onSignOut={leave} />
          </div>
        </header>
        <main id="content" className={styles.content} tabIndex={-1}>
          <div role="status">
            {live === 'waiting' && (
              <p className={styles.offline}>
                <Icon name="offline" size={18} />
                {text('offline')}
              </p>
            )}
          </div>
          <div className={styles.page}>
            <Outlet />
          </div>
        </main>
      </div>
    </NoticeProvider>
  );
}

function Navigation() {
  const text = useText();
  const counts = useQuery(countsQuery).data;
  const fresh = counts ? counts.newVoice + counts.newEmail : 0;
  return (
    <nav className={styles.nav} aria-label={text('navigation')}>
      <Place to="/inbox" icon="inbox" label={text('inbox')} fresh={fresh} />
      <Place to="/calls" icon="phone" label={text('calls')} />
      <Place to="/greetings" icon="greeting" label={text('greetings')} />
      <Place to="/contacts" icon="contacts" label={text('contacts')} />
      <Place to="/account" icon="more" label={text('account')} />
    </nav>
  );
}

function Place({ to, icon, label, fresh = 0 }: { to: '/inbox' | '/calls' | '/greetings' | '/contacts' | '/account'; icon: IconName; label: string; fresh?: number }) {
  const text = useText();
  return (
    <Link to={to} className={styles.place} activeProps={{ 'aria-current': 'page' }}>
      <Icon name={icon} />
      <span>{label}</span>
      {fresh > 0 && (
        <span className={styles.fresh}>
          <span aria-hidden="true">{fresh > 999 ? '999+' : fresh}</span>
          <span className="unseen">{text('fresh', { count: fresh })}</span>
        </span>
      )}
    </Link>
  );
}

/** Ends the session and forgets all that was read in it. */
export function useLeave(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => {
    void signOut()
      .catch(() => undefined)
      .then(() => navigate({ to: '/inbox', search: {} }))
      .then(() => {
        client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
        return client.resetQueries({ queryKey: ['me'] });
      });
  };
}

/** The title of the window: how many are new, where one is. */
export function useTitle(page: string): void {
  const text = useText();
  const counts = useQuery(countsQuery).data;
  const fresh = counts ? counts.newVoice + counts.newEmail : 0;
  useEffect(() => {
    const title = text('title-page', { page });
    document.title = fresh > 0 ? `(${fresh}) ${title}` : title;
  }, [text, page, fresh]);
}
