import { Injectable } from '@nestjs/common';
import { Callers } from './caller.js';
import { SessionService } from './gen/session_pb.js';
import { type Method, methodsOf } from './methods.js';

@Injectable()
export class Sessions {
  constructor(private readonly callers: Callers) {}

  methods(): [string, Method][] {
    return methodsOf(SessionService, {
      /** Of a token that is not good there is nobody: the command line shows the words of its next call. */
      getUserInfo: async (_, request) => {
        const caller = await this.callers.callerIfGood(request);
        if (!caller) return {};
        return { loggedIn: true, username: caller.name, iss: 'argocd', groups: [...caller.token.ownerRoles] };
      },
    });
  }
}
