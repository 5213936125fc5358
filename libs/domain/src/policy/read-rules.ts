import { glob } from './glob.js';
import type { Regex } from './permissions.js';
import { VOCABULARY } from './role.js';
import { type Binding, bindingKey, type Rule, ruleKey, without } from './rule.js';
import { csvFields } from './csv-fields.js';

/** What is to be said of a line, counted from 1. */
export interface Remark {
  readonly line: number;
  readonly detail: string;
}

export interface ReadRules {
  readonly rules: readonly Rule[];
  readonly bindings: readonly Binding[];
  /** Lines that cannot be read: then none counts. */
  readonly faults: readonly Remark[];
  /** Lines that may not mean what they seem to. */
  readonly warnings: readonly Remark[];
}

export interface Reading {
  /** How the words of a rule are read. */
  readonly pattern: Regex;
  /** The account that has this name, if one does: its id. */
  readonly accountOf: (name: string) => string | undefined;
}

/**
 * Reads the lines of an Argo CD policy. Names of accounts become ids here and now, so that whoever has the name later has
 * nothing of it; what is no account is a group.
 */
export function readRules(text: string, reading: Reading): ReadRules {
  const reader = new RuleReader(reading);
  for (const [n, line] of text.split(/\r?\n/).entries()) reader.read(line, n + 1);
  const { rules, bindings, faults, warnings } = reader;
  return { rules: without(rules, [], ruleKey), bindings: without(bindings, [], bindingKey), faults, warnings };
}

/** What is no pattern in one mode may be one in the other. */
const anything = () => glob('*');

/** Every word that may be the name of an account. */
export function namesIn(text: string): readonly string[] {
  const names = new Set<string>();
  readRules(text, { pattern: anything, accountOf: (name) => void names.add(name) });
  return [...names];
}

const LONGEST_LINE = 2000;
const LONGEST_WORD = 256;
const LONGEST_ROLE = 128;
const OF_ACCOUNTS = new Set(['users', 'tokens', 'sessions', 'passwords', 'accounts']);
/** Argo CD names what is done inside an application behind the action. */
const DEEPER = new Set(['action', 'update', 'delete']);
/** Neither is a database able to keep them all. */
const UNSHOWABLE = /[^\P{Cc}\t]|\p{Cs}/u;

class RuleReader {
  readonly rules: Rule[] = [];
  readonly bindings: Binding[] = [];
  readonly faults: Remark[] = [];
  readonly warnings: Remark[] = [];

  constructor(private readonly reading: Reading) {}

  read(text: string, line: number): void {
    try {
      checkLine(text);
      if (/^\s*(#|$)/.test(text)) return;
      const [kind, ...words] = csvFields(text);
      if (kind !== 'p' && kind !== 'g') throw new SyntaxError('A line begins with p, or g, or #.');
      checkLengths(words);
      if (kind === 'p') this.rules.push(this.rule(words, line));
      else this.bindings.push(this.binding(words, line));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.faults.push({ line, detail: error.message });
    }
  }

  private rule(words: readonly string[], line: number): Rule {
    const [subject = '', resource = '', action = '', object = '', effect] = words;
    if (words.length !== 5) throw new SyntaxError('A rule is: p, subject, resource, action, object, allow or deny.');
    if (effect !== 'allow' && effect !== 'deny') throw new SyntaxError('A rule ends with allow or deny.');
    this.checkPatterns({ resource, action, object });
    checkWords(resource, action);
    return {
      subject: this.subject(subject, line),
      resource,
      action,
      object: this.object(resource, object, line),
      effect,
    };
  }

  private binding(words: readonly string[], line: number): Binding {
    const [subject = '', role = ''] = words;
    if (words.length !== 2 || !role.startsWith('role:'))
      throw new SyntaxError('A binding is: g, a user, group or role, and role:<name>.');
    return { role: checkedRole(role), subject: this.subject(subject, line) };
  }

  private checkPatterns(patterns: Readonly<Record<string, string>>): void {
    for (const [word, text] of Object.entries(patterns))
      try {
        this.reading.pattern(text);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw new SyntaxError(`The ${word} cannot be read: ${error.message}.`);
      }
  }

  private subject(word: string, line: number): string {
    if (word.startsWith('role:')) return checkedRole(word);
    if (word.startsWith('proj:')) throw new SyntaxError('What a role of a project may do is said in the project.');
    if (word.startsWith('group:')) return word;
    const account = this.reading.accountOf(word);
    if (account !== undefined) return `user:${account}`;
    this.warnings.push({
      line,
      detail: 'No account has this name: it is taken for a group, and stands in the log as it is.',
    });
    return `group:${word}`;
  }

  private object(resource: string, word: string, line: number): string {
    const ofAccounts = OF_ACCOUNTS.has(resource);
    if (word === '*' || word === 'self' || (!ofAccounts && isWord(resource))) return word;
    const account = this.reading.accountOf(word);
    if (ofAccounts && account === undefined)
      this.warnings.push({ line, detail: 'No account has this name; it is compared with the ids of accounts.' });
    if (!ofAccounts && account !== undefined)
      this.warnings.push({ line, detail: 'Of more than accounts is spoken here: an account is meant by its id.' });
    return (ofAccounts ? account : undefined) ?? word;
  }
}

function checkLine(text: string): void {
  if (text.length > LONGEST_LINE) throw new SyntaxError(`A line is longer than ${LONGEST_LINE} characters.`);
  if (UNSHOWABLE.test(text)) throw new SyntaxError('A line holds a character that cannot be shown.');
}

function checkLengths(words: readonly string[]): void {
  if (words.includes('')) throw new SyntaxError('A word is missing between two commas.');
  if (words.some((word) => Array.from(word).length > LONGEST_WORD))
    throw new SyntaxError(`A word is longer than ${LONGEST_WORD} characters.`);
}

function checkedRole(role: string): string {
  if (role.length > 'role:'.length && role.length <= LONGEST_ROLE) return role;
  throw new SyntaxError(`The name of a role has 1 to ${LONGEST_ROLE - 'role:'.length} characters.`);
}

/** Whether nothing in it makes it a pattern, in either mode. */
const isWord = (text: string): boolean => !/[*?[\]{}()\\^$.|+]/.test(text);

/** A word that is no pattern is one that exists: a prohibition with a slip of the pen prohibits nothing. */
function checkWords(resource: string, action: string): void {
  const known = Object.hasOwn(VOCABULARY, resource);
  if (isWord(resource) && !known) throw new SyntaxError(`There is no resource ${resource}.`);
  const actions = known ? VOCABULARY[resource]! : Object.values(VOCABULARY).flat();
  const [first = '', ...deeper] = action.split('/');
  if (!isWord(first) || (actions.includes(first) && (deeper.length === 0 || DEEPER.has(first)))) return;
  throw new SyntaxError(`There is no action ${action} on ${resource}.`);
}
