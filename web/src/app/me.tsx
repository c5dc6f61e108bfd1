// Who is signed in, for the pages, and how that person reads times.
import { createContext, use } from 'react';
import type { Me } from '../api/client';
import type { Place } from '../format/moment';
import { useSpeech } from './language';

export const MeContext = createContext<Me | null>(null);

export function useMe(): { me: Me; place: Place } {
  const me = use(MeContext);
  const { language } = useSpeech();
  if (!me) throw new Error('nobody is signed in');
  return { me, place: { language, zone: me.zone } };
}
