// The desk begins here: words, what is known of the server, and who is there.
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, type Me } from './api/client';
import { makeQueryClient, meQuery } from './api/queries';
import { LanguageProvider } from './app/language';
import { MeContext } from './app/me';
import { makeRouter } from './app/router';
import { SignIn } from './app/SignIn';
import { Failed } from './ui/States';
import './styles/tokens.css';
import './styles/base.css';

const client = makeQueryClient();
// A session that ended while the desk was open: whatever noticed it, the way in is shown.
client.getQueryCache().subscribe(({ query }) => {
  const error: unknown = query.state.error;
  const key = query.queryKey as readonly unknown[];
  const ended = key[0] !== 'me' && error instanceof ApiError && error.status === 401;
  if (ended && client.getQueryState(meQuery.queryKey)?.fetchStatus === 'idle') void client.resetQueries({ queryKey: meQuery.queryKey });
});

function Desk() {
  const me = useQuery(meQuery);
  if (me.data) return <SignedIn key={me.data.id} me={me.data} />;
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn />;
  return me.error ? <Failed error={me.error} onRetry={() => void me.refetch()} /> : null;
}

function SignedIn({ me }: { me: Me }) {
  const router = useMemo(() => makeRouter(me), [me]);
  return (
    <MeContext value={me}>
      <RouterProvider router={router} />
    </MeContext>
  );
}

const place = document.getElementById('root');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <LanguageProvider>
          <Desk />
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
