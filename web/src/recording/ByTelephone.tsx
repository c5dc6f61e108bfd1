// The announcement is spoken into a telephone that the server calls.
import { useText } from '../app/language';
import { HouseCallForm } from '../features/house-call/HouseCallForm';
import { Part } from './Part';
import { houseCall, startCall } from './queries';

export function ByTelephone({ isPossible, onKept }: { isPossible: boolean; onKept: () => void }) {
  const text = useText();
  if (!isPossible) {
    return (
      <Part title={text('page-by-phone')}>
        <p>{text('page-no-calls')}</p>
      </Part>
    );
  }
  return (
    <Part title={text('page-by-phone')} hint={text('page-by-phone-hint')}>
      <HouseCallForm words="page-call" begin={startCall} ask={houseCall} onEnd={(stage) => stage === 'kept' && onKept()} />
    </Part>
  );
}
