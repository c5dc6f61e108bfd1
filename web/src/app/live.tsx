// Ties the live connection to what the desk knows.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Rereader } from '../api/changes';
import { LiveConnection, type LiveState, type LiveWorld, type Socket } from '../api/live';

const browser: LiveWorld = {
  connect: (path) => new WebSocket(window.location.origin.replace(/^http/, 'ws') + path) as unknown as Socket,
  random: () => Math.random(),
};

export function useLive(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const rereader = new Rereader(client);
    const connection = new LiveConnection(
      {
        onChange: (change) => rereader.note(change),
        onMissed: () => rereader.everything(),
        // While another attempt runs, the page still says that the connection is lost.
        onState: (next) => setState((before) => (next === 'connecting' && before === 'waiting' ? before : next)),
      },
      browser,
    );
    const hurry = () => document.visibilityState === 'visible' && connection.hurry();
    connection.start();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      connection.stop();
      rereader.stop();
    };
  }, [client]);
  return state;
}
