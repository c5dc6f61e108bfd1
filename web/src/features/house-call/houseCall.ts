// A call that the server makes because somebody has asked for it here, followed until it is over.
import { queryOptions } from '@tanstack/react-query';
import type { HouseCall } from '../../api/client';

/** How often a call that goes on is looked at. */
const ASK_MILLISECONDS = 1000;

/** `ask` says where this page looks at such calls. */
export const houseCallQuery = (id: string, ask: (id: string) => Promise<HouseCall>) =>
  queryOptions({
    queryKey: ['house-call', id],
    queryFn: () => ask(id),
    staleTime: 0,
    refetchInterval: ({ state }) => (isOver(state.data?.stage) ? false : ASK_MILLISECONDS),
  });

export function isOver(stage: HouseCall['stage'] | undefined): boolean {
  return stage !== undefined && stage !== 'ringing' && stage !== 'talking';
}
