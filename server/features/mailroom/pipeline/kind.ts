import { noteOf, step } from './draft.ts';

/** What a mail is, as its header said when it was read, with the evidence. */
export const kind = step<null>({
  name: 'kind',
  says: 'Says whether people, machines that answer, or mail systems wrote it; only what people wrote gets a register number.',
  async looks() {
    return null;
  },
  decides(draft) {
    const { kind: read, kindSays } = draft.arrival.mail;
    draft.kind = read;
    draft.registered = read === 'mail';
    if (kindSays !== null) draft.notes.push(noteOf('kind', kindSays));
  },
});
