// Plays a voice message: the waveform is the seek slider, so that keys and screen readers have it, too.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Attachment, attachmentUrl } from '../../api/client';
import { peaksQuery } from '../../api/queries';
import { useSpeech } from '../../app/language';
import { length } from '../../format/moment';
import { Icon } from '../../ui/Icon';
import { FoldingChoice } from '../../ui/Choice';
import styles from './Player.module.css';
import { Waveform } from './Waveform';

const SPEEDS = ['0.75', '1', '1.25', '1.5', '2'] as const;
type Speed = (typeof SPEEDS)[number];
/** One press of an arrow key. */
const STEP_SECONDS = 1;

interface Props {
  id: string;
  url: string;
  /** The same sound as a file to be saved. */
  file: Attachment;
  /** As the message says; the sound itself knows better once it is loaded. */
  seconds: number;
  onStarted: () => void;
}

export function Player({ id, url, file, seconds, onStarted }: Props) {
  const { text, language } = useSpeech();
  const audio = useRef<HTMLAudioElement>(null);
  const peaks = useQuery(peaksQuery(id));
  const [speed, setSpeed] = useState<Speed>('1');
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [total, setTotal] = useState(seconds);
  const [at, setAt] = usePosition(audio, playing);

  const toggle = () => {
    const sound = audio.current;
    if (!sound) return;
    if (playing) sound.pause();
    else void sound.play().catch(() => setFailed(true));
  };
  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  const choose = (next: Speed) => {
    if (audio.current) audio.current.playbackRate = Number(next);
    setSpeed(next);
  };
  const played = text('player-position', { at: length(at), total: length(seconds) });
  return (
    <section className={styles.player} aria-label={text('player')}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a voice message has none; its text, where there is one, stands below */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onLoadedMetadata={(event) => Number.isFinite(event.currentTarget.duration) && setTotal(event.currentTarget.duration)}
        onPlaying={() => {
          setFailed(false);
          setPlaying(true);
          onStarted();
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => setFailed(true)}
      />
      <button type="button" className={styles.play} aria-label={text(playing ? 'pause' : 'play')} onClick={toggle}>
        <Icon name={playing ? 'pause' : 'play'} size={24} />
      </button>
      <div className={styles.wave}>
        <Waveform peaks={peaks.data?.peaks ?? null} played={total > 0 ? at / total : 0} />
        <input
          className={styles.seek}
          type="range"
          min={0}
          max={Math.max(total, STEP_SECONDS)}
          step="any"
          value={at}
          aria-label={text('seek')}
          aria-valuetext={played}
          onChange={(event) => seek(Number(event.target.value))}
          onKeyDown={(event) => {
            const step = { ArrowRight: STEP_SECONDS, ArrowUp: STEP_SECONDS, ArrowLeft: -STEP_SECONDS, ArrowDown: -STEP_SECONDS, PageUp: 10, PageDown: -10 }[event.key];
            if (event.key === ' ') toggle();
            else if (step !== undefined) seek(Math.min(total, Math.max(0, at + step)));
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <p className={styles.time}>
        <span>{length(at)}</span>
        <span className={styles.total}>{length(seconds)}</span>
      </p>
      <div className={styles.speed}>
        <FoldingChoice
          isSmall
          label={text('speed')}
          value={speed}
          options={SPEEDS.map((value) => ({ value, label: `${Number(value).toLocaleString(language)}×` }))}
          onChange={choose}
        />
      </div>
      <a className={styles.download} href={attachmentUrl(id, file.part)} download={file.name} aria-label={text('download', { name: file.name })} title={text('download', { name: file.name })}>
        <Icon name="download" size={18} />
      </a>
      <div role="status" className={styles.failed}>
        {failed && text('player-failed')}
      </div>
    </section>
  );
}

/** Follows the sound with each frame while it plays: the four reports a second of the element would jerk. */
function usePosition(audio: React.RefObject<HTMLAudioElement | null>, playing: boolean): [number, (at: number) => void] {
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (!playing) return;
    let frame = requestAnimationFrame(function follow() {
      setAt(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(follow);
    });
    const sound = audio.current;
    return () => {
      cancelAnimationFrame(frame);
      setAt(sound?.ended ? 0 : (sound?.currentTime ?? 0));
    };
  }, [audio, playing]);
  return [at, setAt];
}
