// One list of all that was kept for a person, and the message that is open beside it (on a phone: instead of it).
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useRef } from 'react';
import type { Counts, Kind, Message } from '../../api/client';
import { countsQuery, type Filter, messagesQuery } from '../../api/queries';
import { useText } from '../../app/language';
import type { InboxSearch } from '../../app/router';
import { useTitle } from '../../app/Shell';
import { SegmentedChoice } from '../../ui/Choice';
import { Button } from '../../ui/Button';
import { Failed, Loading, Nothing } from '../../ui/States';
import { useMessageActions } from './actions';
import styles from './inbox.module.css';
import { MessageList } from './MessageList';
import { ReadingPane } from './ReadingPane';

const route = getRouteApi('/inbox/{-$id}');

export function InboxPage() {
  const text = useText();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- the linter reads the router's registered type, which leads back here, as any
  const { id } = route.useParams() as { id?: string };
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- the linter reads the router's registered type, which leads back here, as any
  const search = route.useSearch() as InboxSearch;
  const navigate = route.useNavigate();
  const actions = useMessageActions();
  const counts = useQuery(countsQuery).data;
  const focusPaneRef = useRef(false);
  const filter = useMemo<Filter>(() => ({ kind: search.kind ?? null, unread: search.unread === true }), [search.kind, search.unread]);
  const list = useInfiniteQuery(messagesQuery(filter));
  const messages = useWithOpen(list.data?.pages.flatMap((page) => page.items), id ?? null, filter);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  useTitle(text('inbox'));

  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const onEnd = async () => {
    let result = await fetchNextPage();
    while (result.hasNextPage && !result.isError) result = await result.fetchNextPage();
  };
  const close = () => {
    void navigate({ to: '/inbox/{-$id}', params: { id: undefined }, search }).then(() => document.getElementById('messages')?.focus());
  };
  const open = (message: Message, by: 'key' | 'pointer') => {
    focusPaneRef.current = by === 'key' || window.matchMedia('(max-width: 56rem)').matches;
    void navigate({ to: '/inbox/{-$id}', params: { id: message.id }, search });
  };
  const remove = (message: Message) => {
    actions.remove(message);
    if (message.id === id) close();
  };
  const setFilter = (next: { kind?: Kind | undefined; unread?: true | undefined }) => {
    void navigate({ to: '/inbox/{-$id}', params: { id }, search: { ...(next.kind && { kind: next.kind }), ...(next.unread && { unread: true }) } });
  };

  return (
    <div className={styles.inbox} data-open={id !== undefined || undefined}>
      <section className={styles.listSide} aria-label={text('inbox')}>
        <div className={styles.head}>
          <h1>{text('inbox')}</h1>
          <div className={styles.filters}>
            <SegmentedChoice
              label={text('filter-kind')}
              value={search.kind ?? 'all'}
              options={(['all', 'voice', 'email'] as const).map((value) => ({ value, label: text(`filter-${value}`) }))}
              onChange={(kind) => setFilter({ ...search, kind: kind === 'all' ? undefined : kind })}
            />
            <Button label={text('filter-unread')} look="quiet" pressed={filter.unread} onPress={() => setFilter({ ...search, unread: filter.unread ? undefined : true })} />
          </div>
        </div>
        {list.isPending && <Loading />}
        {list.isError && messages.length === 0 && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && messages.length === 0 && <Empty filter={filter} />}
        {messages.length > 0 && (
          <MessageList
            key={`${filter.kind} ${filter.unread}`}
            messages={messages}
            total={list.hasNextPage ? Math.max(total(counts, filter), messages.length) : messages.length}
            openId={id ?? null}
            onOpen={open}
            onDelete={remove}
            onToggleSeen={(message) => actions.mark(message, { seen: !message.seen })}
            onToggleFlag={(message) => actions.mark(message, { flagged: !message.flagged })}
            onNearEnd={onNearEnd}
            onEnd={() => void onEnd()}
          />
        )}
      </section>
      <section className={styles.paneSide} aria-label={text('reading')}>
        {id === undefined ? (
          <Nothing icon="inbox" title={text('nothing-open')} hint={text('nothing-open-hint')} />
        ) : (
          <ReadingPane key={id} id={id} takeFocusRef={focusPaneRef} onClose={close} onDelete={remove} />
        )}
      </section>
    </div>
  );
}

function Empty({ filter }: { filter: Filter }) {
  const text = useText();
  const filtered = filter.kind !== null || filter.unread;
  return <Nothing icon={filter.kind ?? 'inbox'} title={text(filtered ? 'empty-filtered' : 'empty-inbox')} hint={text(filtered ? 'empty-filtered-hint' : 'empty-inbox-hint')} />;
}

function total(counts: Counts | undefined, { kind, unread }: Filter): number {
  if (!counts) return -1;
  const voice = counts.newVoice + (unread ? 0 : counts.oldVoice);
  const email = counts.newEmail + (unread ? 0 : counts.oldEmail);
  return kind === 'voice' ? voice : kind === 'email' ? email : voice + email;
}

const NONE: Message[] = [];

/** Reading a message must not take it out of the list of unread ones under the reader's eyes: it stays while it is open. */
function useWithOpen(known: Message[] | undefined, openId: string | null, filter: Filter): Message[] {
  const kept = useRef<Message | null>(null);
  const messages = known ?? NONE;
  /* eslint-disable react-hooks/refs -- only remembers what was last seen in the list; drawing twice gives the same */
  const found = messages.find((message) => message.id === openId);
  if (found) kept.current = found;
  const open = kept.current;
  if (!filter.unread || found || open === null || open.id !== openId || (filter.kind && open.kind !== filter.kind)) return messages;
  const seen = { ...open, seen: true };
  const at = messages.findIndex((message) => message.received < seen.received);
  return at < 0 ? [...messages, seen] : [...messages.slice(0, at), seen, ...messages.slice(at)];
  /* eslint-enable react-hooks/refs */
}
