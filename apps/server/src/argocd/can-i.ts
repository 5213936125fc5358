import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { actionsOn, permits, VOCABULARY } from '@tokenledger/domain';
import { FindUser } from '../users/find-user.js';
import type { Caller } from './caller.js';
import { GrpcError, STATUS } from './grpc-error.js';

interface Asked {
  readonly resource: string;
  readonly action: string;
  readonly subresource: string;
}

/** What is named there by the name of an account is known here by its id. */
const OF_ACCOUNTS = new Set(['accounts', 'users', 'tokens', 'sessions', 'passwords']);
const ACTIONS = [...new Set(Object.values(VOCABULARY).flat())];

@Injectable()
export class CanI {
  constructor(private readonly queries: QueryBus) {}

  async answer({ caller }: Caller, { resource, action, subresource }: Asked): Promise<{ value: string }> {
    if (!ACTIONS.includes(action)) throw unknown(ACTIONS, action);
    if (actionsOn(resource).length === 0) throw unknown(Object.keys(VOCABULARY), resource);
    const object = OF_ACCOUNTS.has(resource) ? await this.idOf(subresource) : subresource || '*';
    return { value: permits(caller, { resource, action, object }) ? 'yes' : 'no' };
  }

  private async idOf(name: string): Promise<string> {
    if (name === '' || name === '*') return '*';
    return (await this.queries.execute(new FindUser(name)))?.id ?? name;
  }
}

const unknown = (words: readonly string[], word: string): GrpcError =>
  new GrpcError(STATUS.invalidArgument, `[${words.join(' ')}] does not contain ${word}`);
