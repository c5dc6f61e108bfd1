// One button in three weights; with only a sign, its words become the label and the tooltip.
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Button.module.css';

interface Props {
  label: string;
  icon?: IconName;
  look?: 'strong' | 'plain' | 'quiet';
  /** `sign`: only the icon is seen; `adaptive`: the words go where there is no room for them. */
  show?: 'words' | 'sign' | 'adaptive';
  tone?: 'danger';
  pressed?: boolean;
  expanded?: boolean;
  type?: 'button' | 'submit';
  isDisabled?: boolean;
  /** Shown instead of the label where the label says more than there is room for. */
  children?: ReactNode;
  onPress?: () => void;
}

export function Button({ label, icon, look = 'plain', show = 'words', tone, pressed, expanded, type = 'button', isDisabled, children, onPress }: Props) {
  const names = [styles.button, styles[look], styles[show], tone && styles[tone]].filter(Boolean).join(' ');
  return (
    <AriaButton
      type={type}
      className={names}
      aria-label={show === 'words' && children === undefined ? undefined : label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      isDisabled={isDisabled ?? false}
      onPress={onPress ?? (() => undefined)}
    >
      {icon && <Icon name={icon} size={18} />}
      {show !== 'sign' && <span className={styles.words}>{children ?? label}</span>}
    </AriaButton>
  );
}
