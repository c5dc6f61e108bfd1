// What a person does to a message: shown at once, undone when the server refuses.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Message, MessageDetail } from '../../api/client';
import { changeMessage, deleteMessage, type MessagePages, restoreMessage, withMessage } from '../../api/queries';
import { useText } from '../../app/language';
import { useNotice } from '../../app/toast';

export interface MessageActions {
  mark(message: Message, change: { seen?: boolean; flagged?: boolean }): void;
  remove(message: Message): void;
}

export function useMessageActions(): MessageActions {
  const client = useQueryClient();
  const notice = useNotice();
  const text = useText();
  return useMemo(() => {
    const reread = () => Promise.all(['messages', 'counts', 'message'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    const alterLists = (id: string, alter: (message: Message) => Message | null) =>
      client.setQueriesData<MessagePages>({ queryKey: ['messages'] }, (pages) => pages && withMessage(pages, id, alter));
    const settle = (work: Promise<unknown>) => {
      void work.catch(() => notice({ words: text('not-done') })).then(reread);
    };
    return {
      mark(message, change) {
        alterLists(message.id, (known) => ({ ...known, ...change }));
        client.setQueryData<MessageDetail>(['message', message.id], (known) => known && { ...known, ...change });
        settle(changeMessage(message.id, change));
      },
      remove(message) {
        alterLists(message.id, () => null);
        settle(
          deleteMessage(message.id).then(() =>
            notice({ words: text('deleted'), undo: () => settle(restoreMessage(message.id)) }),
          ),
        );
      },
    };
  }, [client, notice, text]);
}
