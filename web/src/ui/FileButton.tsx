// A button that asks for a file; the same one can be chosen again.
import { useRef } from 'react';
import { Button } from './Button';

interface Props {
  label: string;
  /** As in the attribute of HTML: kinds and endings, with commas. */
  accept: string;
  look?: 'plain' | 'quiet';
  isDisabled?: boolean;
  /** Shown instead of the label where the label says more than there is room for. */
  children?: string;
  onFile: (file: File) => void;
}

export function FileButton({ accept, onFile, ...button }: Props) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} icon="upload" onPress={() => file.current?.click()} />
      <input
        ref={file}
        type="file"
        accept={accept}
        hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
          event.target.value = '';
        }}
      />
    </>
  );
}
