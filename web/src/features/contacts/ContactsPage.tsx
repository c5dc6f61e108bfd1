// Address books: one's own and the company's; searched, changed, brought as a file and taken along.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { type Book, type Contact, contactsExportUrl } from '../../api/client';
import { contactsQuery, deleteContact, importContacts } from '../../api/queries';
import { useText } from '../../app/language';
import { useMe } from '../../app/me';
import { problemText } from '../../app/problem';
import { useTitle } from '../../app/Shell';
import { useNotice } from '../../app/toast';
import { Button } from '../../ui/Button';
import { SegmentedChoice } from '../../ui/Choice';
import { FileButton } from '../../ui/FileButton';
import { Failed, Loading, Nothing } from '../../ui/States';
import { ContactForm } from './ContactForm';
import styles from './ContactsPage.module.css';

export function ContactsPage() {
  const text = useText();
  const { me } = useMe();
  const [book, setBook] = useState<Book>('own');
  const [search, setSearch] = useState('');
  const [editing, setEditing] = useState<'new' | number | null>(null);
  const contacts = useInfiniteQuery(contactsQuery(book, useDeferredValue(search)));
  useTitle(text('contacts'));
  const entries = contacts.data?.pages.flatMap((page) => page.items) ?? [];
  const mayWrite = book === 'own' || me.administrator;
  const close = () => setEditing(null);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{text('contacts')}</h1>
          <p className={styles.soft}>{text(`contacts-${book}-hint`)}</p>
        </div>
        <SegmentedChoice
          label={text('contacts-book')}
          value={book}
          options={[
            { value: 'own', label: text('contacts-own') },
            { value: 'central', label: text('contacts-central') },
          ]}
          onChange={(chosen) => {
            setBook(chosen);
            close();
          }}
        />
      </header>
      <div className={styles.tools}>
        <label className={styles.search}>
          <span className="unseen">{text('contacts-search')}</span>
          <input className={styles.input} type="search" value={search} maxLength={200} placeholder={text('contacts-search')} onChange={(event) => setSearch(event.target.value)} />
        </label>
        {mayWrite && <Button look="strong" label={text('contact-new')} onPress={() => setEditing('new')} />}
      </div>
      {editing === 'new' && <ContactForm book={book} contact={null} onEnd={close} />}
      {contacts.isPending && <Loading />}
      {contacts.isError && entries.length === 0 && <Failed error={contacts.error} onRetry={() => void contacts.refetch()} />}
      {contacts.isSuccess && entries.length === 0 && <Nothing icon="contacts" title={text(search ? 'contacts-none' : 'empty-contacts')} hint={search ? undefined : text('empty-contacts-hint')} />}
      {entries.length > 0 && (
        <ul className={styles.list}>
          {entries.map((contact) => (
            <li key={contact.id}>
              {editing === contact.id ? (
                <ContactForm book={book} contact={contact} onEnd={close} />
              ) : (
                <Row book={book} contact={contact} onEdit={mayWrite ? () => setEditing(contact.id) : null} />
              )}
            </li>
          ))}
        </ul>
      )}
      {contacts.hasNextPage && <Button label={text('more-contacts')} isDisabled={contacts.isFetchingNextPage} onPress={() => void contacts.fetchNextPage()} />}
      <Files book={book} mayWrite={mayWrite} />
    </div>
  );
}

function Row({ book, contact, onEdit }: { book: Book; contact: Contact; onEdit: (() => void) | null }) {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteContact(book, contact),
    onSuccess: () => notice({ words: text('contact-deleted') }),
    onError: (error) => notice({ words: problemText(text, error) }),
    onSettled: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  });
  const name = contact.name || contact.company;
  return (
    <div className={styles.row}>
      <div className={styles.who}>
        <p>
          <strong>{name}</strong> {contact.name && contact.company && <span className={styles.soft}>{contact.company}</span>}
        </p>
        {contact.numbers.length + contact.emails.length > 0 && (
          <ul className={styles.ways}>
            {contact.numbers.map((line) => (
              <li key={line.number}>
                <span className={styles.soft}>{text(`number-${line.kind}`)}</span> <a href={`tel:${line.number}`}>{line.number}</a>
              </li>
            ))}
            {contact.emails.map((email) => (
              <li key={email}>
                <a href={`mailto:${email}`}>{email}</a>
              </li>
            ))}
          </ul>
        )}
        {contact.note && <p className={styles.note}>{contact.note}</p>}
      </div>
      {onEdit && (
        <div className={styles.acts}>
          <Button label={text('contact-change', { name })} look="quiet" onPress={onEdit}>
            {text('change')}
          </Button>
          <Button label={text('delete-for', { name })} icon="trash" look="quiet" show="sign" tone="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()} />
        </div>
      )}
    </div>
  );
}

function Files({ book, mayWrite }: { book: Book; mayWrite: boolean }) {
  const text = useText();
  const client = useQueryClient();
  const bring = useMutation({
    mutationFn: (chosen: File) => importContacts(book, chosen),
    onSuccess: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  });
  const leftOut = bring.data?.leftOut ?? [];
  return (
    <section className={styles.files}>
      <h2>{text('contacts-files')}</h2>
      <p className={styles.soft}>{text('contacts-files-hint')}</p>
      <div className={styles.acts}>
        {mayWrite && <FileButton label={text('contacts-import')} accept=".csv,.vcf,text/csv,text/vcard" isDisabled={bring.isPending} onFile={(file) => bring.mutate(file)} />}
        <a className={styles.export} href={contactsExportUrl(book, 'vcard')} download>
          {text('contacts-export', { format: 'vCard' })}
        </a>
        <a className={styles.export} href={contactsExportUrl(book, 'csv')} download>
          {text('contacts-export', { format: 'CSV' })}
        </a>
      </div>
      <div role="status">
        {bring.data && <p>{text('contacts-imported', { added: bring.data.added, known: bring.data.known, left: leftOut.length })}</p>}
        {leftOut.length > 0 && (
          <ul className={styles.left}>
            {leftOut.map((one, at) => (
              <li key={at}>{text('contact-left-out', { entry: one.entry, why: one.why })}</li>
            ))}
          </ul>
        )}
      </div>
      <div role="alert">{bring.error && <p className={styles.wrong}>{problemText(text, bring.error)}</p>}</div>
    </section>
  );
}
