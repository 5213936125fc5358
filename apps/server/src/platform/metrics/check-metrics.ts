import { Counter, type Registry } from 'prom-client';
import type { Verdict } from '../../check/check.js';

export function checkMetrics(registry: Registry): (verdict: Verdict) => void {
  const checks = new Counter({
    name: 'tokenledger_checks_total',
    help: 'Answers to whether a token is good: good, unknown, revoked, expired or disabled (its owner); and what kind it is.',
    labelNames: ['verdict', 'kind'],
    registers: [registry],
  });
  return (verdict) =>
    checks.inc({ verdict: verdict.good ? 'good' : verdict.why, kind: verdict.token?.kind ?? 'unknown' });
}
