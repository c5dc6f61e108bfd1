// What callers hear: one recording for each situation and language; made here or brought as a file.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiError, type Greeting, greetingUrl, type LanguageTag } from '../../api/client';
import { deleteGreeting, greetingsQuery, putGreeting } from '../../api/queries';
import { useSpeech, useText } from '../../app/language';
import { useMe } from '../../app/me';
import { problemText } from '../../app/problem';
import { useTitle } from '../../app/Shell';
import { useNotice } from '../../app/toast';
import { length } from '../../format/moment';
import { Button } from '../../ui/Button';
import { FoldingChoice } from '../../ui/Choice';
import { FileButton } from '../../ui/FileButton';
import { Failed, Loading } from '../../ui/States';
import styles from './GreetingsPage.module.css';
import { Recorder } from './Recorder';
import { toTelephoneWav } from './wav';

/** In the order in which people think of them; the names are the server's. */
export const SITUATIONS = ['no-answer', 'busy', 'internal', 'day', 'alternative', 'vacation', 'break', 'off-hours', 'presence'] as const;
/** Those that the house speaks. */
export const LANGUAGES_OF_CALLERS: readonly LanguageTag[] = [
  'de-DE',
  'en-GB',
  'en-US',
  'es-ES',
  'es-US',
  'fr-CA',
  'fr-FR',
  'it-IT',
  'ja-JP',
  'nl-NL',
  'pt-BR',
  'pt-PT',
  'ru-RU',
  'tr-TR',
];

export function GreetingsPage() {
  const text = useText();
  const { me } = useMe();
  // Most callers speak the owner's language, whatever the desk is shown in.
  const [language, setLanguage] = useState(me.language);
  const languages = useLanguageNames();
  const greetings = useQuery(greetingsQuery);
  useTitle(text('greetings'));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{text('greetings')}</h1>
          <p className={styles.soft}>{text('greetings-hint')}</p>
        </div>
        <FoldingChoice label={text('greeting-language')} value={language} options={languages} onChange={setLanguage} />
      </header>
      {greetings.isPending && <Loading />}
      {greetings.isError && <Failed error={greetings.error} onRetry={() => void greetings.refetch()} />}
      {greetings.data && (
        <ul className={styles.list}>
          {SITUATIONS.map((situation) => (
            <Slot key={`${situation} ${language}`} situation={situation} language={language} greeting={greetings.data.find((one) => one.situation === situation && one.language === language)} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** What callers may speak, in the reader's words and order. */
function useLanguageNames(): { value: LanguageTag; label: string }[] {
  const { language } = useSpeech();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'language', languageDisplay: 'standard' });
    const all = LANGUAGES_OF_CALLERS.map((tag) => ({ value: tag, label: names.of(tag) ?? tag }));
    return all.sort((one, other) => one.label.localeCompare(other.label, language));
  }, [language]);
}

function Slot({ situation, language, greeting }: { situation: string; language: LanguageTag; greeting: Greeting | undefined }) {
  const text = useText();
  const notice = useNotice();
  const client = useQueryClient();
  const [recording, setRecording] = useState(false);
  const [kept, setKept] = useState(0);
  const reread = () => client.invalidateQueries({ queryKey: greetingsQuery.queryKey });
  const keep = useMutation({
    mutationFn: async (sound: Blob) => {
      const wav = await toTelephoneWav(sound).catch(() => {
        throw new ApiError(400, 'no-sound');
      });
      await putGreeting(situation, language, wav);
    },
    onSuccess: () => {
      setRecording(false);
      setKept((before) => before + 1);
      notice({ words: text('greeting-kept') });
      return reread();
    },
  });
  const remove = useMutation({ mutationFn: () => deleteGreeting(situation, language), onSuccess: () => notice({ words: text('greeting-deleted') }), onSettled: reread });
  const name = text(`situation-${situation}`);
  const error = keep.error ?? remove.error;
  return (
    <li className={styles.slot}>
      <div className={styles.about}>
        <h2>{name}</h2>
        <p className={styles.soft}>{text(`situation-${situation}-hint`)}</p>
      </div>
      <p className={greeting ? styles.has : styles.soft}>{greeting ? text('recorded', { length: length(greeting.seconds) }) : text('not-recorded')}</p>
      {greeting && !recording && (
        // eslint-disable-next-line jsx-a11y/media-has-caption -- the person's own voice
        <audio key={kept} className={styles.sound} controls preload="metadata" src={`${greetingUrl(situation, language)}&version=${kept}`} aria-label={text('listen-greeting', { name })} />
      )}
      {recording ? (
        <Recorder isSaving={keep.isPending} onSave={(sound) => keep.mutate(sound)} onCancel={() => setRecording(false)} />
      ) : (
        <div className={styles.acts}>
          <Button label={text('record-for', { name })} icon="microphone" onPress={() => setRecording(true)}>
            {text('record')}
          </Button>
          <FileButton label={text('upload-for', { name })} accept="audio/*,.wav" look="quiet" isDisabled={keep.isPending} onFile={(sound) => keep.mutate(sound)}>
            {text('upload')}
          </FileButton>
          {greeting && (
            <Button label={text('delete-for', { name })} icon="trash" look="quiet" tone="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()}>
              {text('delete')}
            </Button>
          )}
        </div>
      )}
      {error && (
        <p role="alert" className={styles.bad}>
          {problemText(text, error)}
        </p>
      )}
    </li>
  );
}
