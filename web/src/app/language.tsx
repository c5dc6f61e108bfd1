// The desk's words: one Fluent bundle at a time, fetched when its language is chosen.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { remember, remembered } from './memory';

export const LANGUAGES = ['en-GB', 'de-DE'] as const;
export type Language = (typeof LANGUAGES)[number];

const TEXTS: Record<Language, () => Promise<{ default: string }>> = {
  'en-GB': () => import('../../locales/en-GB.ftl?raw'),
  'de-DE': () => import('../../locales/de-DE.ftl?raw'),
};

export type Text = (id: string, args?: Record<string, FluentVariable>) => string;

interface Speech {
  language: Language;
  text: Text;
  choose: (language: Language) => void;
  /** The signed-in person's language counts unless another was chosen at this browser. */
  suggest: (tag: string) => void;
}

const SpeechContext = createContext<Speech | null>(null);

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error('outside of LanguageProvider');
  return speech;
}

export function useText(): Text {
  return useSpeech().text;
}

/** By the primary tag: `de-AT` is German. */
export function spoken(tags: readonly string[]): Language | null {
  for (const tag of tags) {
    const found = LANGUAGES.find((language) => language.slice(0, 2) === tag.slice(0, 2).toLowerCase());
    if (found) return found;
  }
  return null;
}

export function makeText(language: Language, source: string): Text {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return (id, args) => {
    const pattern = bundle.getMessage(id)?.value;
    return pattern ? bundle.formatPattern(pattern, args) : id;
  };
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<Language | null>(() => spoken([remembered('language') ?? '']));
  const [suggested, setSuggested] = useState<Language | null>(null);
  const choose = useCallback((language: Language) => {
    remember('language', language);
    setChosen(language);
  }, []);
  const suggest = useCallback((tag: string) => setSuggested(spoken([tag])), []);
  return (
    <SpeechProvider language={chosen ?? suggested ?? spoken(navigator.languages) ?? 'en-GB'} choose={choose} suggest={suggest}>
      {children}
    </SpeechProvider>
  );
}

const nobody = () => undefined;

interface Spoken {
  language: Language;
  choose?: (language: Language) => void;
  suggest?: (tag: string) => void;
  children: ReactNode;
}

/** Words in one language, fetched when it is another one. Without `choose` it stays what it is. */
export function SpeechProvider({ language, choose = nobody, suggest = nobody, children }: Spoken) {
  const [loaded, setLoaded] = useState<{ language: Language; text: Text } | null>(null);
  useEffect(() => {
    let current = true;
    void TEXTS[language]().then((module) => {
      if (!current) return;
      document.documentElement.lang = language;
      setLoaded({ language, text: makeText(language, module.default) });
    });
    return () => {
      current = false;
    };
  }, [language]);

  const speech = useMemo(() => loaded && { ...loaded, choose, suggest }, [loaded, choose, suggest]);
  if (!speech) return null;
  return (
    <I18nProvider locale={speech.language}>
      <SpeechContext value={speech}>{children}</SpeechContext>
    </I18nProvider>
  );
}
