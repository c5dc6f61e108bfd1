// Which address shows which page.
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { Me } from '../api/client';
import { InboxPage } from '../features/inbox/InboxPage';
import { AccountPage } from './AccountPage';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const root = createRootRouteWithContext<{ me: Me }>()({
  component: function Root() {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- the linter reads the router's registered type, which leads back here, as any
    const { me } = root.useRouteContext() as { me: Me };
    return <Shell me={me} />;
  },
  notFoundComponent: NotFound,
});

export interface InboxSearch {
  kind?: 'voice' | 'email';
  unread?: true;
}

/** What is not a filter in the address is passed over. */
function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const { kind, unread } = search;
  return { ...((kind === 'voice' || kind === 'email') && { kind }), ...(unread === true && { unread }) };
}

const tree = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's way to say it
      throw redirect({ to: '/inbox' });
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/inbox/{-$id}', component: InboxPage, validateSearch: inboxSearch }),
  createRoute({ getParentRoute: () => root, path: '/calls', component: lazyRouteComponent(() => import('../features/calls/CallsPage'), 'CallsPage') }),
  createRoute({ getParentRoute: () => root, path: '/greetings', component: lazyRouteComponent(() => import('../features/greetings/GreetingsPage'), 'GreetingsPage') }),
  createRoute({ getParentRoute: () => root, path: '/contacts', component: lazyRouteComponent(() => import('../features/contacts/ContactsPage'), 'ContactsPage') }),
  createRoute({ getParentRoute: () => root, path: '/account', component: AccountPage }),
]);

export function makeRouter(me: Me) {
  return createRouter({ routeTree: tree, context: { me }, defaultPreload: 'intent' });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
