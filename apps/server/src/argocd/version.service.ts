import { Injectable } from '@nestjs/common';
import { VersionService } from './gen/version_pb.js';
import { type Method, methodsOf } from './methods.js';

/** Whose interface this is, as far as it goes; and that it is not Argo CD. */
const VERSION = 'v3.5.1+tokenledger';

@Injectable()
export class Versions {
  methods(): [string, Method][] {
    return methodsOf(VersionService, { version: async () => ({ Version: VERSION }) });
  }
}
