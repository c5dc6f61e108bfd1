// An address that means nothing here.
import { Nothing } from '../ui/States';
import { useText } from './language';
import { useTitle } from './Shell';

export function NotFound() {
  const text = useText();
  useTitle(text('not-found'));
  return (
    <>
      <h1 className="unseen">{text('not-found')}</h1>
      <Nothing icon="warning" title={text('not-found')} hint={text('not-found-hint')} />
    </>
  );
}
