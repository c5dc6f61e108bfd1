// The recording page begins here: its language, which the company has set, then the way in or the announcement.
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../api/client';
import { makeQueryClient } from '../api/queries';
import { spoken, SpeechProvider, useText } from '../app/language';
import { ThemeChoice } from '../app/Preferences';
import signInStyles from '../app/SignIn.module.css';
import { SignInForm } from '../app/SignInForm';
import { Failed } from '../ui/States';
import { AnnouncementPage } from './AnnouncementPage';
import { announcementQuery, languageQuery, signIn } from './queries';
import '../styles/tokens.css';
import '../styles/base.css';

function Page() {
  const announcement = useQuery(announcementQuery);
  const hasEnded = announcement.error instanceof ApiError && announcement.error.status === 401;
  if (hasEnded) return <Entrance />;
  if (announcement.data) return <AnnouncementPage announcement={announcement.data} />;
  return announcement.error ? <Failed error={announcement.error} onRetry={() => void announcement.refetch()} /> : null;
}

function Entrance() {
  const text = useText();
  const client = useQueryClient();
  return (
    <main className={signInStyles.page}>
      <SignInForm
        title={text('recording-page')}
        hint={text('page-sign-in-hint')}
        label={text('page-user')}
        type="text"
        refused={(seconds) => (seconds > 0 ? text('page-refused-wait', { seconds }) : text('page-refused'))}
        enter={signIn}
        onEntered={() => client.resetQueries({ queryKey: announcementQuery.queryKey })}
      />
      <div className={signInStyles.choices}>
        <ThemeChoice />
      </div>
    </main>
  );
}

function InItsLanguage() {
  const language = useQuery(languageQuery);
  if (language.isPending) return null;
  // Without an answer the page says so in the language that it has from the factory.
  return (
    <SpeechProvider language={spoken([language.data?.language ?? '']) ?? 'en-GB'}>
      {language.error ? <Failed error={language.error} onRetry={() => void language.refetch()} /> : <Page />}
    </SpeechProvider>
  );
}

const place = document.getElementById('root');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <InItsLanguage />
      </QueryClientProvider>
    </StrictMode>,
  );
}
