import { Option } from 'commander';

export type Cause = 'requested' | 'compromised' | 'leaked' | 'emergency';

const CAUSES: readonly Cause[] = ['requested', 'compromised', 'leaked', 'emergency'];

export const causeOption = (): Option =>
  new Option('--cause <cause>', 'the kind of reason (default: requested)').choices(CAUSES);

export const formatOption = (): Option =>
  new Option('--format <format>', 'its form (default: jwt)').choices(['jwt', 'opaque']);

export const stateOption = (): Option =>
  new Option('--state <state>', 'in a state (default: active)').choices(['active', 'revoked', 'expired', 'all']);
