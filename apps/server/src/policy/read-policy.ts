import { Injectable } from '@nestjs/common';
import { glob, type MatchMode, namesIn, type PermissionRules, readRules, type Remark } from '@tokenledger/domain';
import { regex } from '../check/regex.js';
import { AccountNames } from './account-names.js';

/** As somebody has written them. */
export interface WrittenPolicy {
  readonly policy: string;
  readonly matchMode: MatchMode;
  readonly defaultRole: string | null;
}

export interface ReadPolicy {
  readonly rules: Omit<PermissionRules, 'file'>;
  readonly faults: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** Reads what somebody has written, as of the accounts that there are now. */
@Injectable()
export class PolicyReader {
  constructor(private readonly accounts: AccountNames) {}

  async read({ policy, matchMode, defaultRole }: WrittenPolicy): Promise<ReadPolicy> {
    const ids = await this.accounts.idsOf(namesIn(policy));
    const pattern = matchMode === 'regex' ? regex : glob;
    const { rules, bindings, faults, warnings } = readRules(policy, { pattern, accountOf: (name) => ids.get(name) });
    return { rules: { matchMode, defaultRole, rules, bindings }, faults, warnings };
  }
}
