// One message in the list.
import { memo } from 'react';
import type { Message } from '../../api/client';
import { useText } from '../../app/language';
import { useMe } from '../../app/me';
import { length, short } from '../../format/moment';
import { Icon } from '../../ui/Icon';
import styles from './inbox.module.css';
import { senderAddress, senderName } from './words';

export const MessageRow = memo(function MessageRow({ message, now }: { message: Message; now: Date }) {
  const text = useText();
  const { place } = useMe();
  const address = senderAddress(message.from);
  return (
    <>
      <span className="unseen">{text(message.seen ? 'row-read' : 'row-new', { kind: message.kind })}</span>
      <span className={styles.kind} data-kind={message.kind}>
        <Icon name={message.kind} />
      </span>
      <span className={styles.who}>
        <span className={styles.name}>{senderName(message.from, text)}</span>
        {address && <span className={styles.address}>{address}</span>}
      </span>
      <time className={styles.when} dateTime={message.received}>
        {short(new Date(message.received), now, place)}
      </time>
      <span className={styles.subject}>{message.subject || text('no-subject')}</span>
      <span className={styles.marks}>
        {message.flagged && (
          <span className={styles.flag}>
            <Icon name="flagged" size={15} />
            <span className="unseen">{text('flagged')}</span>
          </span>
        )}
        {message.seconds != null && <span className={styles.length}>{length(message.seconds)}</span>}
      </span>
    </>
  );
});
