// A mail's text as text: nothing of it is markup, http(s) addresses become links.
import { useMemo } from 'react';
import { blocks, type Piece } from './blocks';
import styles from './MailText.module.css';

export function MailText({ text, isAside }: { text: string; isAside: boolean }) {
  const parts = useMemo(() => blocks(text), [text]);
  return (
    <div className={isAside ? `${styles.text} ${styles.aside}` : styles.text}>
      {parts.map((block, at) =>
        block.quoted ? (
          <blockquote key={at} className={styles.quote}>
            <Pieces pieces={block.pieces} />
          </blockquote>
        ) : (
          <p key={at}>
            <Pieces pieces={block.pieces} />
          </p>
        ),
      )}
    </div>
  );
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, at) =>
    'href' in piece ? (
      <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer">
        {piece.href}
      </a>
    ) : (
      <span key={at}>{piece.text}</span>
    ),
  );
}
