// The open message: who, when, what can be done, and its sound or text.
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { ApiError, attachmentUrl, audioUrl, type Message, type MessageDetail } from '../../api/client';
import { messageQuery } from '../../api/queries';
import { useText } from '../../app/language';
import { useMe } from '../../app/me';
import { fileSize, long } from '../../format/moment';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Failed, Loading, Nothing } from '../../ui/States';
import { MailText } from '../mail/MailText';
import { ByPhone } from '../player/ByPhone';
import { Player } from '../player/Player';
import { type MessageActions, useMessageActions } from './actions';
import styles from './pane.module.css';
import { Transcript } from './Transcript';
import { senderAddress, senderName } from './words';

interface Props {
  id: string;
  /** Set by who opened it: keys and phones bring the focus here, a click in the list does not. */
  takeFocusRef: RefObject<boolean>;
  onClose: () => void;
  onDelete: (message: Message) => void;
}

export function ReadingPane({ id, takeFocusRef, onClose, onDelete }: Props) {
  const text = useText();
  const detail = useQuery(messageQuery(id));
  const actions = useMessageActions();
  const message = detail.data;
  if (detail.error instanceof ApiError && detail.error.status === 404) {
    return (
      <Framed onClose={onClose}>
        <Nothing icon="trash" title={text('message-gone')} hint={text('message-gone-hint')} />
      </Framed>
    );
  }
  if (!message) return <Framed onClose={onClose}>{detail.isError ? <Failed error={detail.error} onRetry={() => void detail.refetch()} /> : <Loading rows={3} />}</Framed>;
  return <Opened message={message} actions={actions} takeFocusRef={takeFocusRef} onClose={onClose} onDelete={onDelete} />;
}

/** A message that cannot be shown must still let a phone go back. */
function Framed({ children, onClose }: { children: React.ReactNode; onClose: () => void }) {
  const text = useText();
  return (
    <>
      <div className={styles.tools}>
        <span className={styles.back}>
          <Button label={text('back')} icon="back" look="quiet" onPress={onClose} />
        </span>
      </div>
      {children}
    </>
  );
}

function Opened({ message, actions, takeFocusRef, onClose, onDelete }: Omit<Props, 'id'> & { message: MessageDetail; actions: MessageActions }) {
  const text = useText();
  const { place } = useMe();
  const heading = useRef<HTMLHeadingElement>(null);
  const address = senderAddress(message.from);
  useMailSeen(message, actions);
  useEffect(() => {
    if (takeFocusRef.current) heading.current?.focus();
    takeFocusRef.current = false;
  }, [takeFocusRef]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape goes back to the list, as the button does
    <article className={styles.pane} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}>
      <div className={styles.tools}>
        <span className={styles.back}>
          <Button label={text('back')} icon="back" look="quiet" onPress={onClose} />
        </span>
        <Button label={text(message.seen ? 'mark-unread' : 'mark-read')} icon={message.seen ? 'email' : 'emailOpen'} look="quiet" show="adaptive" onPress={() => actions.mark(message, { seen: !message.seen })} />
        <Button label={text('flag')} icon={message.flagged ? 'flagged' : 'flag'} look="quiet" show="adaptive" pressed={message.flagged} onPress={() => actions.mark(message, { flagged: !message.flagged })} />
        <Button label={text('delete')} icon="trash" look="quiet" tone="danger" show="adaptive" onPress={() => onDelete(message)} />
      </div>
      <div className={styles.scroll}>
        <header className={styles.header}>
          <p className={styles.kind}>{text(message.kind === 'voice' ? 'voice-message' : 'email-message')}</p>
          <h1 ref={heading} tabIndex={-1}>
            {message.subject || text('no-subject')}
          </h1>
          <div className={styles.sender}>
            <span className={styles.portrait} aria-hidden="true">
              {initials(senderName(message.from, text))}
            </span>
            <div className={styles.facts}>
              <p>
                <strong>{senderName(message.from, text)}</strong> {address && <span className={styles.soft}>{address}</span>}
              </p>
              <p className={styles.soft}>
                <time dateTime={message.received}>{long(new Date(message.received), place)}</time>
              </p>
              {message.kind === 'email' && message.to.length > 0 && <p className={styles.soft}>{text('to', { people: message.to.join(', ') })}</p>}
              {message.cc.length > 0 && <p className={styles.soft}>{text('cc', { people: message.cc.join(', ') })}</p>}
            </div>
          </div>
        </header>
        {message.audio && <Player id={message.id} url={audioUrl(message.id)} file={message.audio} seconds={message.seconds ?? 0} onStarted={() => !message.seen && actions.mark(message, { seen: true })} />}
        {message.kind === 'voice' && <ByPhone key={message.id} id={message.id} />}
        {message.transcript && <Transcript said={message.transcript} />}
        {message.text.trim() !== '' && <MailText text={message.text} isAside={message.kind === 'voice'} />}
        {message.attachments.length > 0 && <Attachments message={message} />}
      </div>
    </article>
  );
}

/** A mail is read by being opened, once: marking it unread afterwards stands. */
function useMailSeen(message: MessageDetail, actions: MessageActions): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    if (message.kind === 'email' && !message.seen) actions.mark(message, { seen: true });
  }, [message, actions]);
}

function Attachments({ message }: { message: MessageDetail }) {
  const text = useText();
  const { place } = useMe();
  return (
    <section className={styles.attachments} aria-labelledby="attachments">
      <h2 id="attachments">{text('attachments', { count: message.attachments.length })}</h2>
      <ul>
        {message.attachments.map((attachment) => (
          <li key={attachment.part}>
            <a className={styles.attachment} href={attachmentUrl(message.id, attachment.part)} download={attachment.name}>
              <Icon name="clip" />
              <span className={styles.file}>{attachment.name}</span>
              <span className={styles.soft}>{fileSize(attachment.size, place.language)}</span>
              <Icon name="download" size={18} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function initials(name: string): string {
  const letters = name.split(/\s+/).map((word) => /\p{L}/u.exec(word)?.[0] ?? '');
  return ((letters[0] ?? '') + (letters.length > 1 ? (letters.at(-1) ?? '') : '')).toUpperCase() || '#';
}
