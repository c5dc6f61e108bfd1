// All calls of a person, by day, with what became of each and why callers heard what they heard.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Call } from '../../api/client';
import { callsQuery } from '../../api/queries';
import { type Text, useText } from '../../app/language';
import { useMe } from '../../app/me';
import { useNow } from '../../app/now';
import { useTitle } from '../../app/Shell';
import { clock, day, daysAgo, length, type Place } from '../../format/moment';
import { Button } from '../../ui/Button';
import { Icon, type IconName } from '../../ui/Icon';
import { Failed, Loading, Nothing } from '../../ui/States';
import styles from './CallsPage.module.css';
import { Why } from './Why';

export function CallsPage() {
  const text = useText();
  const { place } = useMe();
  const now = useNow();
  const calls = useInfiniteQuery(callsQuery);
  useTitle(text('calls'));
  const days = byDay(calls.data?.pages.flatMap((page) => page.items) ?? [], now, place, text);
  return (
    <div className={styles.page}>
      <h1>{text('calls')}</h1>
      {calls.isPending && <Loading />}
      {calls.isError && days.length === 0 && <Failed error={calls.error} onRetry={() => void calls.refetch()} />}
      {calls.isSuccess && days.length === 0 && <Nothing icon="phone" title={text('empty-calls')} hint={text('empty-calls-hint')} />}
      {days.map((group) => (
        <section key={group.name} className={styles.day}>
          <h2>{group.name}</h2>
          <ul>
            {group.calls.map((call) => (
              <CallRow key={call.id} call={call} place={place} />
            ))}
          </ul>
        </section>
      ))}
      {calls.hasNextPage && <Button label={text('more-calls')} isDisabled={calls.isFetchingNextPage} onPress={() => void calls.fetchNextPage()} />}
    </div>
  );
}

function CallRow({ call, place }: { call: Call; place: Place }) {
  const text = useText();
  const unreached = call.direction === 'incoming' && ['missed', 'abandoned', 'busy', 'declined'].includes(call.outcome);
  const icon: IconName = unreached ? 'missed' : call.direction;
  const name = call.other.name ?? call.other.number ?? text('unknown-sender');
  return (
    <li className={styles.call}>
      <span className={styles.sign} data-missed={unreached || undefined}>
        <Icon name={icon} />
        <span className="unseen">{text(`direction-${call.direction}`)}</span>
      </span>
      <div className={styles.what}>
        <p>
          <strong>{name}</strong> {call.other.name && call.other.number && <span className={styles.soft}>{call.other.number}</span>}
        </p>
        <p className={styles.soft}>
          {text(`outcome-${call.outcome}`)}
          {call.messageId != null && (
            <>
              {' · '}
              <Link className={styles.link} to="/inbox/{-$id}" params={{ id: call.messageId }}>
                {text('listen-message')}
              </Link>
            </>
          )}
        </p>
        <Why call={call} />
      </div>
      <p className={styles.when}>
        <time dateTime={call.at}>{clock(new Date(call.at), place)}</time>
        {call.seconds > 0 && (
          <span className={styles.soft}>
            <span className="unseen">{text('duration')} </span>
            {length(call.seconds)}
          </span>
        )}
      </p>
    </li>
  );
}

function byDay(calls: Call[], now: Date, place: Place, text: Text): { name: string; calls: Call[] }[] {
  const days: { name: string; calls: Call[] }[] = [];
  for (const call of calls) {
    const at = new Date(call.at);
    const ago = daysAgo(at, now, place.zone);
    const name = ago === 0 ? text('today') : ago === 1 ? text('yesterday') : day(at, now, place);
    const last = days.at(-1);
    if (last?.name === name) last.calls.push(call);
    else days.push({ name, calls: [call] });
  }
  return days;
}
