/** What follows a request that did not go well: it is asked again where that is harmless, else refused in words. */
import type { Api } from './api.ts';
import { Refusal } from './refusal.ts';

const breath = 400;
const passing = [502, 503, 504];

/** What came of one try: the server's answer, or what the browser threw. */
type Tried = Response | Error;

/**
 * 1. A read whose way broke is tried again once. 2. An ended token is renewed once. 3. What is still refused is thrown.
 *
 * @throws Refusal
 */
export async function again(
  api: Api,
  reads: boolean,
  first: Tried,
  ask: () => Promise<Response>,
): Promise<Response> {
  const once = () => ask().catch((thrown: Error) => thrown);
  let answer = first;
  if (reads && (!isAnswer(answer) || passing.includes(answer.status))) {
    await new Promise((resolve) => setTimeout(resolve, breath));
    answer = await once();
  }
  if (isAnswer(answer) && answer.status === 401) {
    if (api.token && api.renewable) {
      await api.renew();
      answer = await once();
    } else api.onTokenEnd?.();
  }
  if (!isAnswer(answer)) throw unreached(answer);
  if (!answer.ok) throw await refusalFrom(answer);
  return answer;
}

function isAnswer(tried: Tried): tried is Response {
  return tried instanceof Response;
}

function unreached(thrown: Error): Refusal {
  const late = thrown.name === 'TimeoutError';
  return new Refusal(late ? 504 : 0, { code: late ? 'server.late' : 'server.unreached' });
}

async function refusalFrom(answer: Response): Promise<Refusal> {
  const problem = await answer.json().catch(() => ({}));
  // A stale write is answered by the current record, either as the whole body or as the member `current` of a problem.
  const record = answer.status === 412 && problem && 'version' in problem;
  return new Refusal(answer.status, record ? { code: 'record.stale', current: problem } : (problem ?? {}));
}
