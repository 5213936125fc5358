import { Counter, type Registry } from 'prom-client';
import type { BadToken, Verdict } from '../../check/check.js';

export function checkMetrics(registry: Registry): (verdict: Verdict) => void {
  const checks = new Counter({
    name: 'tokenledger_checks_total',
    help: 'Answers to whether a token is good: good, unknown, revoked, expired or disabled (its owner); and what kind it is.',
    labelNames: ['verdict', 'kind'],
    registers: [registry],
  });
  return (verdict) => checks.inc(verdict.good ? { verdict: 'good', kind: verdict.token.kind } : labels(verdict));
}

const labels = ({ why, kind }: BadToken) => ({ verdict: why, kind: kind ?? 'unknown' });
