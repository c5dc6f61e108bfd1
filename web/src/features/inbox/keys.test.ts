// What a key means in the list of messages.
import { expect, test } from 'vitest';
import { listCommand } from './keys';

test('arrows, pages and ends move within the list', () => {
  const to = (key: string, active: number) => listCommand({ key }, active, 20, 5);
  expect(to('ArrowDown', -1)).toEqual({ do: 'move', to: 0 });
  expect(to('ArrowDown', 19)).toEqual({ do: 'move', to: 19 });
  expect(to('ArrowUp', 0)).toEqual({ do: 'move', to: 0 });
  expect(to('PageDown', 3)).toEqual({ do: 'move', to: 8 });
  expect(to('Home', 7)).toEqual({ do: 'move', to: 0 });
  expect(to('End', 7)).toEqual({ do: 'end' });
});

test('a message is opened and deleted only when one is chosen', () => {
  expect(listCommand({ key: 'Enter' }, 2, 20, 5)).toEqual({ do: 'open' });
  expect(listCommand({ key: 'Delete' }, 2, 20, 5)).toEqual({ do: 'delete' });
  expect(listCommand({ key: 'Delete' }, -1, 20, 5)).toBeNull();
});

test('the keys of browser and system stay theirs', () => {
  expect(listCommand({ key: 'ArrowDown', ctrlKey: true }, 0, 20, 5)).toBeNull();
  expect(listCommand({ key: 'q' }, 0, 20, 5)).toBeNull();
});
