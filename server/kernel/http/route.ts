import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { ZodType, z } from 'zod';
import type { Actor } from '../actor.ts';

/** One operation of the API. Read top-down: who, what it takes, what it gives, what it does. */
export interface Route<
  Params extends ZodType = ZodType,
  Query extends ZodType = ZodType,
  Body extends ZodType = ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/persons/:id` */
  path: string;
  /** A sentence for the reference. */
  says: string;
  /** Room it is listed under; by default the first part of the path. */
  tag?: string;
  /** Strangers may call it. */
  open?: boolean;
  takes?: { params?: Params; query?: Query; body?: Body };
  gives?: ZodType;
  /** 200, or 201 for POST that makes something. */
  status?: number;
  /** Body is not parsed: the handler reads `call.ctx.req` itself (uploads). */
  stream?: boolean;
  handle(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<unknown>;
}

export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  actor: Actor;
  params: Params;
  query: Query;
  body: Body;
  /** Version of `If-Match`, where it was sent. */
  ifMatch: number | undefined;
  ctx: Context;
}

export function route<
  Params extends ZodType = ZodType,
  Query extends ZodType = ZodType,
  Body extends ZodType = ZodType,
>(definition: Route<Params, Query, Body>): Route {
  return definition as unknown as Route;
}

/** An answer that is not JSON: bytes with their headers. */
export class Reply {
  readonly body: Buffer | Readable | string | null;
  readonly headers: Record<string, string>;
  readonly status: number;
  constructor(body: Buffer | Readable | string | null, headers: Record<string, string> = {}, status = 200) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }
}
