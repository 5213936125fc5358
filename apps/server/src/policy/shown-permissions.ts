import { type Binding, type PermissionRules, type Rule, accountsIn } from '@tokenledger/domain';
import { z } from 'zod';
import { shownPosition } from '../http/shown.js';
import type { AccountNames } from './account-names.js';

const MatchMode = z.enum(['glob', 'regex']);

/** Who may do what, beside the built-in roles. */
export const ShownPermissions = z
  .object({
    policy: z.string().meta({ description: 'Lines p, … and g, … as in Argo CD; accounts by the names they have now.' }),
    matchMode: MatchMode.meta({ description: 'How the words of rules are read.' }),
    defaultRole: z.string().nullable().meta({ description: 'The role that everybody has; null: none.' }),
    position: shownPosition.meta({
      description: 'Of the change that set them; 0: there has been none. The ETag is the same.',
    }),
  })
  .meta({ id: 'Permissions', etag: true, description: 'Who may do what, beside the built-in roles.' });
export type ShownPermissions = z.output<typeof ShownPermissions>;

/** As lines that would be read as the same rules. */
export async function showRules({ rules, bindings }: PermissionRules, accounts: AccountNames): Promise<string> {
  const names = await accounts.namesOf([...accountsIn({ rules, bindings }), ...rules.map(({ object }) => object)]);
  const lines = [
    ...rules.map((rule) => ruleLine(rule, names)),
    ...bindings.map((binding) => bindingLine(binding, names)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

type NamesOf = ReadonlyMap<string, string>;

const ruleLine = ({ subject, resource, action, object, effect }: Rule, names: NamesOf): string =>
  line(['p', subjectOf(subject, names), resource, action, names.get(object) ?? object, effect]);

const bindingLine = ({ subject, role }: Binding, names: NamesOf): string =>
  line(['g', subjectOf(subject, names), role]);

function subjectOf(subject: string, names: NamesOf): string {
  if (!subject.startsWith('user:')) return subject;
  const id = subject.slice('user:'.length);
  return names.get(id) ?? id;
}

const line = (fields: readonly string[]): string => fields.map(field).join(', ');
const field = (text: string): string => (/[",#]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
