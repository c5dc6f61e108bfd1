// An address that means nothing here.
import { Nothing } from '../ui/States';
import { useText } from './language';

export function NotFound() {
  const text = useText();
  return <Nothing icon="warning" title={text('not-found')} hint={text('not-found-hint')} />;
}
