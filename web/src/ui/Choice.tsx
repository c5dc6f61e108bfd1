// Choosing one of a few: a folding list (react-aria's Select), or a row of segments when all shall be seen.
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { useId } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Choice.module.css';

interface Option<Value extends string> {
  value: Value;
  label: string;
  /** BCP 47, for an option in its own language. */
  lang?: string;
}

interface Props<Value extends string> {
  label: string;
  value: Value;
  options: Option<Value>[];
  onChange: (value: Value) => void;
}

export function FoldingChoice<Value extends string>({ label, value, options, onChange, icon, isSmall = false }: Props<Value> & { icon?: IconName; isSmall?: boolean }) {
  return (
    <Select
      className={isSmall ? `${styles.select} ${styles.small}` : styles.select}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
    >
      <Label className={isSmall ? 'unseen' : styles.label}>{label}</Label>
      <Button className={styles.trigger}>
        {icon && <Icon name={icon} size={18} />}
        <SelectValue className={styles.value} />
        <Icon name="chevron" size={16} />
      </Button>
      <Popover className={styles.popover} offset={4}>
        <ListBox className={styles.list}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className={styles.option} lang={option.lang}>
              {({ isSelected }) => (
                <>
                  <span>{option.label}</span>
                  {isSelected && <Icon name="check" size={16} />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

export function SegmentedChoice<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.segments}>
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.segment}>
          <input type="radio" className={styles.radio} name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span lang={option.lang}>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
