// The company's announcement: what callers hear now, and the ways to change it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { ApiError } from '../api/client';
import { field } from '../app/form';
import { useSpeech, useText } from '../app/language';
import { ThemeChoice } from '../app/Preferences';
import { problemText } from '../app/problem';
import { toTelephoneWav } from '../features/greetings/wav';
import { length, long } from '../format/moment';
import { Button } from '../ui/Button';
import { FileButton } from '../ui/FileButton';
import { Mark } from '../ui/Icon';
import styles from './AnnouncementPage.module.css';
import { ByTelephone } from './ByTelephone';
import { Part } from './Part';
import { type Announcement, announcementQuery, putSound, signOut, soundUrl, typeText } from './queries';

/** The most characters that the server speaks. */
const LONGEST_TEXT = 1000;

export function AnnouncementPage({ announcement }: { announcement: Announcement }) {
  const text = useText();
  const client = useQueryClient();
  const [isKept, setKept] = useState(false);
  const changed = () => client.invalidateQueries({ queryKey: announcementQuery.queryKey });
  const leaving = useMutation({ mutationFn: signOut, onSettled: () => client.resetQueries({ queryKey: announcementQuery.queryKey }) });
  const keep = useMutation({
    mutationFn: (way: () => Promise<unknown>) => way(),
    onMutate: () => setKept(false),
    onSuccess: () => {
      setKept(true);
      return changed();
    },
  });
  const fromTelephone = () => {
    setKept(false);
    void changed();
  };
  useEffect(() => {
    document.title = text('title-page', { page: text('recording-page') });
  }, [text]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Mark size={36} />
        <h1>{text('recording-page')}</h1>
        <Button label={text('sign-out')} icon="leave" look="quiet" isDisabled={leaving.isPending} onPress={() => leaving.mutate()} />
      </header>
      <main className={styles.main}>
        <Current announcement={announcement} />
        <div role="status">{isKept && <p className={styles.stage}>{text('page-kept')}</p>}</div>
        <div role="alert">{keep.error && <p className={styles.bad}>{problemText(text, keep.error)}</p>}</div>
        <ByTelephone isPossible={announcement.calls} onKept={fromTelephone} />
        <ByFile isBusy={keep.isPending} onFile={(file) => keep.mutate(() => fromFile(file))} />
        {announcement.speaks && <ByText isBusy={keep.isPending} onText={(words) => keep.mutate(() => typeText(words))} />}
      </main>
      <footer className={styles.foot}>
        <ThemeChoice />
      </footer>
    </div>
  );
}

async function fromFile(file: File): Promise<void> {
  const wav = await toTelephoneWav(file).catch(() => {
    throw new ApiError(400, 'no-sound');
  });
  await putSound(wav);
}

function Current({ announcement }: { announcement: Announcement }) {
  const { text, language } = useSpeech();
  const { seconds, recordedAt, played } = announcement;
  const place = { language, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return (
    <Part title={text('page-current')}>
      {seconds === null ? (
        <p>{text('page-none')}</p>
      ) : (
        <>
          {/* eslint-disable-next-line jsx-a11y/media-has-caption -- what it says nobody has written down */}
          <audio key={recordedAt} className={styles.sound} controls preload="metadata" src={soundUrl(announcement)} aria-label={text('page-listen')} />
          <p className={styles.facts}>
            <span>{text('page-length', { length: length(seconds) })}</span>
            {recordedAt !== null && <span>{text('page-recorded-at', { at: long(new Date(recordedAt), place) })}</span>}
          </p>
        </>
      )}
      <p className={styles.soft}>{text(`page-played-${played}`)}</p>
    </Part>
  );
}

function ByFile({ isBusy, onFile }: { isBusy: boolean; onFile: (file: File) => void }) {
  const text = useText();
  return (
    <Part title={text('page-by-file')} hint={text('page-by-file-hint')}>
      <FileButton label={text('page-choose-file')} accept="audio/*,.wav" isDisabled={isBusy} onFile={onFile} />
    </Part>
  );
}

function ByText({ isBusy, onText }: { isBusy: boolean; onText: (words: string) => void }) {
  const text = useText();
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    onText(field(new FormData(event.currentTarget), 'words'));
  };
  return (
    <Part title={text('page-by-text')} hint={text('page-by-text-hint')}>
      <form className={styles.form} onSubmit={submit}>
        <label className={styles.field}>
          <span>{text('page-text')}</span>
          <textarea name="words" rows={4} required maxLength={LONGEST_TEXT} />
        </label>
        <Button type="submit" label={text('page-speak')} isDisabled={isBusy} />
      </form>
    </Part>
  );
}
