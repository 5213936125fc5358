import type { INestApplicationContext } from '@nestjs/common';
import { Accounts } from './account.service.js';
import { CanI } from './can-i.js';
import { Callers } from './caller.js';
import type { Method } from './methods.js';
import { Sessions } from './session.service.js';
import { Versions } from './version.service.js';

const SERVICES = [Sessions, Accounts, Versions];

/** What answers Argo CD's clients. */
export const ARGOCD = [Callers, CanI, ...SERVICES];

/** Each method that is offered, by its path. */
export const argocdMethods = (app: INestApplicationContext): ReadonlyMap<string, Method> =>
  new Map(SERVICES.flatMap((service) => app.get<Sessions | Accounts | Versions>(service).methods()));
