// Records from the microphone: start, stop, listen, keep or throw away.
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../app/language';
import { length } from '../../format/moment';
import { Button } from '../../ui/Button';
import styles from './GreetingsPage.module.css';

/** Greetings are cut by the server's own limit; this only stops a forgotten microphone. */
const LONGEST_SECONDS = 60;

type State = { is: 'asking' } | { is: 'refused' } | { is: 'recording'; seconds: number } | { is: 'done'; sound: Blob; url: string };

export function Recorder({ isSaving, onSave, onCancel }: { isSaving: boolean; onSave: (sound: Blob) => void; onCancel: () => void }) {
  const text = useText();
  const [take, setTake] = useState(0);
  const { state, stop } = useTake(take);
  return (
    <div className={styles.recorder}>
      <p role="status">
        {state.is === 'asking' && text('microphone-asking')}
        {state.is === 'refused' && text('microphone-refused')}
        {state.is === 'recording' && <span className="unseen">{text('recording')}</span>}
      </p>
      {state.is === 'recording' && (
        <p className={styles.running} aria-hidden="true">
          <span className={styles.light} /> {text('recording')} {length(state.seconds)}
        </p>
      )}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the person's own voice, just spoken */}
      {state.is === 'done' && <audio className={styles.sound} controls src={state.url} aria-label={text('listen-take')} />}
      <div className={styles.acts}>
        {state.is === 'recording' && <Button label={text('stop')} icon="stop" look="strong" onPress={stop} />}
        {state.is === 'done' && <Button label={text('save')} icon="check" look="strong" isDisabled={isSaving} onPress={() => onSave(state.sound)} />}
        {(state.is === 'done' || state.is === 'refused') && <Button label={text('again')} icon="record" onPress={() => setTake(take + 1)} />}
        <Button label={text('cancel')} look="quiet" onPress={onCancel} />
      </div>
    </div>
  );
}

/** One take; leaving it in any way gives the microphone back. */
function useTake(take: number): { state: State; stop: () => void } {
  const [state, setState] = useState<State>({ is: 'asking' });
  const recorder = useRef<MediaRecorder | null>(null);
  useEffect(() => {
    let left = false;
    let stream: MediaStream | null = null;
    let clock: ReturnType<typeof setInterval> | undefined;
    let url: string | null = null;
    const free = () => {
      clearInterval(clock);
      stream?.getTracks().forEach((track) => track.stop());
    };
    const begin = async () => {
      setState({ is: 'asking' });
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (left) {
        free();
        return;
      }
      const parts: Blob[] = [];
      const machine = new MediaRecorder(stream);
      recorder.current = machine;
      machine.ondataavailable = (event) => parts.push(event.data);
      machine.onstop = () => {
        free();
        if (left) return;
        const sound = new Blob(parts, { type: machine.mimeType });
        url = URL.createObjectURL(sound);
        setState({ is: 'done', sound, url });
      };
      machine.start();
      let seconds = 0;
      setState({ is: 'recording', seconds });
      clock = setInterval(() => {
        seconds += 1;
        setState((before) => (before.is === 'recording' ? { is: 'recording', seconds } : before));
        if (seconds >= LONGEST_SECONDS && machine.state === 'recording') machine.stop();
      }, 1000);
    };
    begin().catch(() => !left && setState({ is: 'refused' }));
    return () => {
      left = true;
      if (recorder.current?.state === 'recording') recorder.current.stop();
      free();
      if (url) URL.revokeObjectURL(url);
    };
  }, [take]);
  return { state, stop: () => recorder.current?.stop() };
}
