// What was said in a voice message, as far as a machine has understood it: numbers, dates and places lead somewhere.
import type { MessageDetail } from '../../api/client';
import { useText } from '../../app/language';
import styles from './Transcript.module.css';

type Said = NonNullable<MessageDetail['transcript']>;

export function Transcript({ said }: { said: Said }) {
  const text = useText();
  const isLost = said.standing === 'unreliable' && said.pieces.length === 0;
  return (
    <section className={styles.transcript} aria-labelledby="transcript">
      <h2 id="transcript">{text('transcript')}</h2>
      {said.standing !== 'reliable' && <p className={styles.mark}>{text(isLost ? 'transcript-lost' : `transcript-${said.standing}`)}</p>}
      {said.pieces.length > 0 && (
        <p className={styles.words}>
          {said.pieces.map((piece, at) => (
            <Piece key={at} piece={piece} />
          ))}
        </p>
      )}
    </section>
  );
}

function Piece({ piece }: { piece: Said['pieces'][number] }) {
  if (piece.date !== null) return <time dateTime={piece.date}>{piece.text}</time>;
  if (piece.link !== null) {
    return (
      <a href={piece.link} target={piece.link.startsWith('https:') ? '_blank' : undefined} rel="noopener noreferrer">
        {piece.text}
      </a>
    );
  }
  return <span>{piece.text}</span>;
}
