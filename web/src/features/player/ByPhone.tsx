// Has a message played on a telephone: the own ones, or one that is at hand.
import { useEffect, useRef, useState } from 'react';
import { houseCall, playByPhone } from '../../api/queries';
import { useText } from '../../app/language';
import { Button } from '../../ui/Button';
import { HouseCallForm } from '../house-call/HouseCallForm';
import styles from './ByPhone.module.css';

export function ByPhone({ id }: { id: string }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.byPhone}>
      <Button label={text('play-by-phone')} icon="phone" look="quiet" expanded={open} onPress={() => setOpen(!open)} />
      {open && <Asked id={id} />}
    </section>
  );
}

function Asked({ id }: { id: string }) {
  const text = useText();
  const number = useRef<HTMLInputElement>(null);
  useEffect(() => number.current?.focus(), []);
  return <HouseCallForm words="play-call" begin={(called) => playByPhone(id, called)} ask={houseCall} mayBeEmpty={text('play-by-phone-hint')} input={number} />;
}
