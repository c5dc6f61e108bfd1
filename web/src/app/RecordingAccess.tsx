// Who may record the company's announcement without an account: name and password of that page, and the mail that leads to it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef } from 'react';
import { ApiError } from '../api/client';
import { closeRecordingPage, inviteToRecordingPage, openRecordingPage, recordingPageQuery } from '../api/queries';
import { long } from '../format/moment';
import { Button } from '../ui/Button';
import { field } from './form';
import { useText } from './language';
import { useMe } from './me';
import { problemText } from './problem';
import styles from './Shell.module.css';
import { useNotice } from './toast';

const LONGEST_NAME = 64;
/** The fewest characters that the server takes. */
const SHORTEST_PASSWORD = 8;

export function RecordingAccess() {
  const text = useText();
  const { place } = useMe();
  const page = useQuery(recordingPageQuery);
  if (page.isPending) return null;
  const open = page.data ?? null;
  const at = open && long(new Date(open.setAt), place);
  return (
    <section className={styles.secret} aria-labelledby="recording-access">
      <h2 id="recording-access">{text('access')}</h2>
      <p className={styles.soft}>{text('access-hint')}</p>
      {page.error ? <p className={styles.wrong}>{problemText(text, page.error)}</p> : <p>{open ? text('access-open', { name: open.name, at: at ?? '', url: open.url }) : text('access-closed')}</p>}
      {open && <Invitation />}
      <Key name={open?.name ?? null} />
    </section>
  );
}

function Invitation() {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const sending = useMutation({
    mutationFn: (address: string) => inviteToRecordingPage(address),
    onSuccess: (_, address) => {
      form.current?.reset();
      notice({ words: text('access-sent', { address }) });
      return client.invalidateQueries({ queryKey: recordingPageQuery.queryKey });
    },
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    sending.mutate(field(new FormData(event.currentTarget), 'address').trim());
  };
  const isWrong = sending.error instanceof ApiError && sending.error.status === 400;
  return (
    <form ref={form} className={styles.listForm} onSubmit={submit} aria-label={text('access-mail')}>
      <h3>{text('access-mail')}</h3>
      <p className={styles.soft}>{text('access-mail-hint')}</p>
      <label className={styles.field}>
        <span>{text('email')}</span>
        <input name="address" type="email" required autoComplete="off" spellCheck={false} autoCapitalize="none" />
      </label>
      <div role="alert">{sending.error && <p className={styles.wrong}>{isWrong ? text('access-mail-wrong') : problemText(text, sending.error)}</p>}</div>
      <Button type="submit" look="strong" icon="email" label={text('send')} isDisabled={sending.isPending} />
    </form>
  );
}

function Key({ name }: { name: string | null }) {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const reread = () => client.invalidateQueries({ queryKey: recordingPageQuery.queryKey });
  const opening = useMutation({
    mutationFn: ({ user, password }: { user: string; password: string }) => openRecordingPage(user, password),
    onSuccess: () => {
      form.current?.reset();
      notice({ words: text('access-set') });
      return reread();
    },
  });
  const closing = useMutation({ mutationFn: closeRecordingPage, onSuccess: () => notice({ words: text('access-off') }), onSettled: reread });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    opening.mutate({ user: field(fields, 'user'), password: field(fields, 'wanted') });
  };
  const error = opening.error ?? closing.error;
  const isRefused = error instanceof ApiError && error.status === 400;
  return (
    <form key={name} ref={form} className={styles.listForm} onSubmit={submit} aria-label={text('access-key')}>
      <h3>{text('access-key')}</h3>
      <label className={styles.field}>
        <span>{text('page-user')}</span>
        <input name="user" required maxLength={LONGEST_NAME} defaultValue={name ?? ''} autoComplete="off" spellCheck={false} autoCapitalize="none" />
      </label>
      <label className={styles.field}>
        <span>{text('new-password')}</span>
        <input name="wanted" type="password" required minLength={SHORTEST_PASSWORD} autoComplete="new-password" />
      </label>
      <div role="alert">{error && <p className={styles.wrong}>{isRefused ? text('password-refused') : problemText(text, error)}</p>}</div>
      <div>
        <Button type="submit" label={text('access-set-it')} isDisabled={opening.isPending} />
        {name !== null && <Button label={text('access-close')} look="quiet" tone="danger" isDisabled={closing.isPending} onPress={() => closing.mutate()} />}
      </div>
    </form>
  );
}
