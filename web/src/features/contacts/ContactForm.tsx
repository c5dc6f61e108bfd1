// One entry of an address book, new or as it is, to be changed.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { ApiError, type Book, type Contact, type ContactPlan } from '../../api/client';
import { saveContact } from '../../api/queries';
import { field } from '../../app/form';
import { useText } from '../../app/language';
import { problemText } from '../../app/problem';
import { useNotice } from '../../app/toast';
import { Button } from '../../ui/Button';
import styles from './ContactsPage.module.css';

type Line = ContactPlan['numbers'][number];

/** In the order in which the server keeps them. */
const KINDS = ['work', 'home', 'mobile', 'fax', 'other'] as const;

/** What the server takes. */
const LONGEST_NAME = 120;
const LONGEST_NOTE = 2000;
const MOST_NUMBERS = 20;

export function ContactForm({ book, contact: current, onEnd }: { book: Book; contact: Contact | null; onEnd: () => void }) {
  // As it was when the form was opened: what is reread meanwhile is not what is shown here, and is not to be written over.
  const [contact] = useState(current);
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  const [numbers, setNumbers] = useState<Line[]>(contact?.numbers.length ? contact.numbers : [{ kind: 'work', number: '' }]);
  const save = useMutation({
    mutationFn: (plan: ContactPlan) => saveContact(book, contact, plan),
    onSuccess: () => {
      notice({ words: text('contact-kept') });
      onEnd();
      return client.invalidateQueries({ queryKey: ['contacts'] });
    },
  });
  useEffect(() => first.current?.focus(), []);
  const change = (at: number, line: Partial<Line>) => setNumbers(numbers.map((one, place) => (place === at ? { ...one, ...line } : one)));
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({
      name: field(form, 'name').trim(),
      company: field(form, 'company').trim(),
      numbers: numbers.filter((line) => line.number.trim() !== ''),
      emails: field(form, 'emails').split(/[\s,;]+/).filter(Boolean),
      note: field(form, 'note').trim(),
    });
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label={text(contact ? 'contact-edit' : 'contact-new')}>
      <label className={styles.field}>
        <span>{text('contact-name')}</span>
        <input ref={first} name="name" defaultValue={contact?.name} maxLength={LONGEST_NAME} autoComplete="off" />
      </label>
      <label className={styles.field}>
        <span>{text('contact-company')}</span>
        <input name="company" defaultValue={contact?.company} maxLength={LONGEST_NAME} autoComplete="off" />
      </label>
      <fieldset className={styles.numbers}>
        <legend>{text('contact-numbers')}</legend>
        {numbers.map((line, at) => (
          <div key={at} className={styles.number}>
            <select className={styles.input} aria-label={text('number-kind')} value={line.kind} onChange={(event) => change(at, { kind: event.target.value as Line['kind'] })}>
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {text(`number-${kind}`)}
                </option>
              ))}
            </select>
            <input className={styles.input} type="tel" aria-label={text('contact-number')} value={line.number} maxLength={40} autoComplete="off" onChange={(event) => change(at, { number: event.target.value })} />
            <Button label={text('number-remove')} icon="close" look="quiet" show="sign" onPress={() => setNumbers(numbers.filter((_, place) => place !== at))} />
          </div>
        ))}
        {numbers.length < MOST_NUMBERS && <Button label={text('number-add')} look="quiet" onPress={() => setNumbers([...numbers, { kind: 'mobile', number: '' }])} />}
      </fieldset>
      <label className={styles.field}>
        <span>{text('contact-emails')}</span>
        <input name="emails" defaultValue={contact?.emails.join(', ')} autoComplete="off" spellCheck={false} autoCapitalize="none" />
      </label>
      <label className={styles.field}>
        <span>{text('contact-note')}</span>
        <textarea name="note" rows={2} defaultValue={contact?.note} maxLength={LONGEST_NOTE} />
      </label>
      <div role="alert">{save.error && <p className={styles.wrong}>{refusal(text, save.error)}</p>}</div>
      <div className={styles.acts}>
        <Button type="submit" look="strong" label={text('save')} isDisabled={save.isPending} />
        <Button label={text('cancel')} look="quiet" onPress={onEnd} />
      </div>
    </form>
  );
}

function refusal(text: ReturnType<typeof useText>, error: Error): string {
  if (error instanceof ApiError && error.status === 400) return text('contact-wrong');
  if (error instanceof ApiError && error.status === 409) return text('contact-there');
  if (error instanceof ApiError && error.status === 412) return text('contact-changed');
  return problemText(text, error);
}
