import letters from '#features/letters/room.ts';
import mailroom from '#features/mailroom/room.ts';
import people from '#features/people/room.ts';
import visits from '#features/visits/room.ts';
import type { Room } from '#kernel/room.ts';
import access from '#platform/access/room.ts';
import audit from '#platform/audit/room.ts';
import catalog from '#platform/catalog/room.ts';
import comments from '#platform/comments/room.ts';
import exchange from '#platform/exchange/room.ts';
import files from '#platform/files/room.ts';
import messages from '#platform/messages/room.ts';
import notify from '#platform/notify/room.ts';
import query from '#platform/query/room.ts';
import records from '#platform/records/room.ts';
import search from '#platform/search/room.ts';
import settings from '#platform/settings/room.ts';
import system from '#platform/system/room.ts';
import timeline from '#platform/timeline/room.ts';

/** The rooms of the house, one line each; platform first. */
export const ROOMS: readonly Room[] = [
  settings,
  catalog,
  query,
  access,
  records,
  audit,
  files,
  search,
  timeline,
  comments,
  notify,
  messages,
  system,
  exchange,
  people,
  mailroom,
  letters,
  visits,
];
