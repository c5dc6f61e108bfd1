// Language, theme and signing out: at the foot of the wide shell, on a page of their own on a phone.
import { useState } from 'react';
import { Button } from '../ui/Button';
import { FoldingChoice } from '../ui/Choice';
import { useSpeech } from './language';
import { remember, remembered } from './memory';
import styles from './Shell.module.css';

type Theme = 'system' | 'light' | 'dark';

function storedTheme(): Theme {
  const theme = remembered('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function LanguageChoice() {
  const { text, language, choose } = useSpeech();
  return (
    <FoldingChoice
      label={text('language')}
      icon="language"
      value={language}
      options={[
        { value: 'en-GB', label: 'English', lang: 'en' },
        { value: 'de-DE', label: 'Deutsch', lang: 'de' },
      ]}
      onChange={choose}
    />
  );
}

export function ThemeChoice() {
  const { text } = useSpeech();
  const [theme, setTheme] = useState(storedTheme);
  return (
    <FoldingChoice
      label={text('theme')}
      icon="theme"
      value={theme}
      options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: text(`theme-${value}`) }))}
      onChange={(chosen) => {
        remember('theme', chosen);
        show(chosen);
        setTheme(chosen);
      }}
    />
  );
}

export function Preferences({ onSignOut }: { onSignOut: () => void }) {
  const { text } = useSpeech();
  return (
    <div className={styles.preferences}>
      <LanguageChoice />
      <ThemeChoice />
      <Button label={text('sign-out')} icon="leave" look="quiet" onPress={onSignOut} />
    </div>
  );
}
