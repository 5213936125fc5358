import { Permissions, type Rule } from '@tokenledger/domain';
import type { Figure } from '../figure.js';
import { interleaved } from '../interleaved.js';
import type { World } from '../world.js';

const RULES = 1000;
const ROLES = 50;
const RESOURCES = ['applications', 'applicationsets', 'clusters', 'repositories', 'logs', 'projects', 'users', '*'];
const ACTIONS = ['get', 'create', 'update', 'delete', '*'];

/** How many times a second it is decided whether somebody may do something; nothing is asked but the rules. */
export async function permissions({ progress }: Pick<World, 'progress'>): Promise<Figure[]> {
  const rates = await interleaved(progress, {
    'decide, many roles': decisions(Array.from({ length: RULES }, (_, n) => ruleOf(n, `role:made-${n % ROLES}`))),
    'decide, one role': decisions(Array.from({ length: RULES }, (_, n) => ruleOf(n, 'role:made-0'))),
  });
  const figure = (value: number, of: string): Figure => ({
    measure: `decisions by ${RULES.toLocaleString('en')} rules, ${of}`,
    value,
    unit: '/s',
    bar: { least: 100_000 },
    of: 'every tenth rule a prohibition; no server, no token',
  });
  return [
    figure(rates['decide, many roles'], `on ${ROLES} roles`),
    figure(rates['decide, one role'], 'all on one role'),
  ];
}

const ruleOf = (n: number, subject: string): Rule => ({
  subject,
  resource: RESOURCES[n % RESOURCES.length]!,
  action: ACTIONS[n % ACTIONS.length]!,
  object: n % 3 === 0 ? `project-${n}/*` : `project-${n}/app-${n}`,
  effect: n % 10 === 9 ? 'deny' : 'allow',
});

/** Everybody is somebody else, and asks for something else, now and then for what nobody may do. */
function decisions(rules: readonly Rule[]): (ms: number) => Promise<number> {
  const bindings = rules.slice(0, ROLES).map(({ subject }, n) => ({ subject: `group:team-${n}`, role: subject }));
  const written = { matchMode: 'glob', defaultRole: null, file: null, rules, bindings } as const;
  const all = new Permissions(written, 1n, () => {
    throw new Error('there are no regular expressions here');
  });
  return async (ms) => {
    const begun = performance.now();
    let decided = 0;
    for (; performance.now() - begun < ms; decided += BETWEEN_LOOKS)
      for (let n = decided; n < decided + BETWEEN_LOOKS; n++) {
        const asked = {
          resource: RESOURCES[n % 7]!,
          action: ACTIONS[n % 4]!,
          object: `project-${n % RULES}/app-${n % RULES}`,
        };
        all.powersOf({ id: `account-${n}`, roles: ['user'] }, [`team-${n % ROLES}`]).may(asked);
      }
    return (decided * 1000) / (performance.now() - begun);
  };
}

/** A look at the clock costs as much as a decision may. */
const BETWEEN_LOOKS = 1000;
