// One's own distribution lists: one number that stands for many recipients.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { ApiError, type DistributionList } from '../api/client';
import { deleteList, listsQuery, putList } from '../api/queries';
import { Button } from '../ui/Button';
import { Failed, Loading } from '../ui/States';
import { field } from './form';
import { useText } from './language';
import { problemText } from './problem';
import { useNotice } from './toast';
import styles from './Shell.module.css';

/** Numbers that lists can have. */
const MOST_LISTS = 99;
const LONGEST_NAME = 60;

export function Lists() {
  const text = useText();
  const lists = useQuery(listsQuery);
  const [editing, setEditing] = useState<number | null>(null);
  const taken = new Set(lists.data?.map((list) => list.number));
  const free = Array.from({ length: MOST_LISTS }, (_, at) => at + 1).find((number) => !taken.has(number));
  const close = () => setEditing(null);
  return (
    <section className={styles.secret}>
      <h2>{text('lists')}</h2>
      <p className={styles.soft}>{text('lists-hint')}</p>
      {lists.isPending && <Loading rows={2} />}
      {lists.isError && <Failed error={lists.error} onRetry={() => void lists.refetch()} />}
      <ul className={styles.lists}>
        {lists.data?.map((list) => (
          <li key={list.number}>{editing === list.number ? <ListForm number={list.number} list={list} onEnd={close} /> : <Row list={list} onEdit={() => setEditing(list.number)} />}</li>
        ))}
      </ul>
      {free !== undefined &&
        (editing === free ? <ListForm number={free} list={null} onEnd={close} /> : <Button label={text('list-new')} isDisabled={!lists.isSuccess} onPress={() => setEditing(free)} />)}
    </section>
  );
}

function Row({ list, onEdit }: { list: DistributionList; onEdit: () => void }) {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteList(list.number),
    onSuccess: () => notice({ words: text('list-deleted') }),
    onError: (error) => notice({ words: problemText(text, error) }),
    onSettled: () => client.invalidateQueries({ queryKey: listsQuery.queryKey }),
  });
  const name = `${list.number} ${list.plan.name ?? ''}`.trim();
  return (
    <div className={styles.list}>
      <p>
        <strong>{name}</strong> <span className={styles.soft}>{text('list-reaches', { count: list.reaches })}</span>
        <br />
        <span className={styles.soft}>{list.plan.members.join(', ')}</span>
      </p>
      <div>
        <Button label={text('list-change', { name })} look="quiet" onPress={onEdit}>
          {text('change')}
        </Button>
        <Button label={text('delete-for', { name })} icon="trash" look="quiet" show="sign" tone="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()} />
      </div>
    </div>
  );
}

function ListForm({ number, list, onEnd }: { number: number; list: DistributionList | null; onEnd: () => void }) {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const keep = useMutation({
    mutationFn: ({ name, members }: { name: string; members: string[] }) => putList(number, name, members),
    onSuccess: () => {
      notice({ words: text('list-kept') });
      onEnd();
      return client.invalidateQueries({ queryKey: listsQuery.queryKey });
    },
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    keep.mutate({ name: field(fields, 'name').trim(), members: field(fields, 'members').split(/[\s,;]+/).filter(Boolean) });
  };
  const isWrong = keep.error instanceof ApiError && keep.error.status === 400;
  return (
    <form className={styles.listForm} onSubmit={submit} aria-label={text('list-number', { number })}>
      <h3>{text('list-number', { number })}</h3>
      <label className={styles.field}>
        <span>{text('list-name')}</span>
        <input ref={first} name="name" defaultValue={list?.plan.name} maxLength={LONGEST_NAME} autoComplete="off" />
      </label>
      <label className={styles.field}>
        <span>{text('list-members')}</span>
        <input name="members" defaultValue={list?.plan.members.join(', ')} autoComplete="off" spellCheck={false} autoCapitalize="none" />
      </label>
      <p className={styles.soft}>{text('list-members-hint')}</p>
      <div role="alert">{keep.error && <p className={styles.wrong}>{isWrong ? text('list-wrong') : problemText(text, keep.error)}</p>}</div>
      <div>
        <Button type="submit" look="strong" label={text('save')} isDisabled={keep.isPending} />
        <Button label={text('cancel')} look="quiet" onPress={onEnd} />
      </div>
    </form>
  );
}
