// What the recording page knows of the server, and what it asks for there.
import { queryOptions } from '@tanstack/react-query';
import { answer, api, fetchChecked, type HouseCall } from '../api/client';
import type { components } from '../api/schema';

export type Announcement = components['schemas']['PageAnnouncement'];

const SOUND = '/api/v1/recording-page/announcement/sound';

export const languageQuery = queryOptions({ queryKey: ['language'], queryFn: () => answer(api.GET('/api/v1/recording-page/language')), staleTime: Infinity });

export const announcementQuery = queryOptions({ queryKey: ['announcement'], queryFn: () => answer(api.GET('/api/v1/recording-page/announcement')) });

export function signIn(name: string, password: string): Promise<unknown> {
  return answer(api.POST('/api/v1/recording-page/session', { body: { name, password } }));
}

export function signOut(): Promise<unknown> {
  return answer(api.DELETE('/api/v1/recording-page/session'));
}

export function startCall(number: string): Promise<HouseCall> {
  return answer<HouseCall>(api.POST('/api/v1/recording-page/calls', { body: { number } }));
}

export function houseCall(id: string): Promise<HouseCall> {
  return answer<HouseCall>(api.GET('/api/v1/recording-page/calls/{id}', { params: { path: { id } } }));
}

export async function putSound(wav: Blob): Promise<void> {
  await fetchChecked(SOUND, { method: 'PUT', headers: { 'content-type': 'audio/wav' }, body: wav });
}

export function typeText(words: string): Promise<unknown> {
  return answer(api.PUT('/api/v1/recording-page/announcement/text', { body: { text: words } }));
}

/** Another address for another recording, so that none is played out of a browser's memory. */
export function soundUrl(announcement: Announcement): string {
  return `${SOUND}?of=${encodeURIComponent(announcement.recordedAt ?? '')}`;
}
