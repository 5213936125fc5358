import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseVkey } from '@tokenledger/merkle/verifier-key';
import { z } from 'zod';
import type { MatchMode } from '@tokenledger/domain';
import { StartupError } from './platform/startup-error.js';
import type { KeySettings } from './keys/key-settings.js';
import type { KnownWitness } from './witnesses/ask-witness.js';

const portNumber = z.coerce
  .number('a port is a number')
  .int('a port is whole')
  .min(0, 'a port is 0 to 65535')
  .max(65535, 'a port is 0 to 65535');
const url = z
  .url({ protocol: /^https?$/, error: 'an http or https URL, such as https://tokens.example.org' })
  .refine((text) => !text.endsWith('/') && !/[?#@]/.test(text), 'no slash at the end, no query, fragment or user');
// C2SP signed-note: a key name has no spaces and no plus; a checkpoint's first line is the origin.
export const originSchema = z
  .string()
  .regex(/^[!-*,-~]{1,200}$/, 'printable ASCII without spaces and plus, such as tokens.example.org/main');
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'a URL such as postgres://user:password@host:5432/database',
});

const listed = (text: string): string[] => text.split(',').map((entry) => entry.trim());
const origins = z
  .string()
  .refine(
    (text) => listed(text).every((entry) => URL.canParse(entry) && new URL(entry).origin === entry),
    'origins with commas between, such as https://tokens.example.org,http://localhost:5173; never *',
  );
/** An address, or a network as address/bits. */
function isNetwork(text: string): boolean {
  const [, address = '', bits = '1'] = /^([0-9a-f.:]+)(?:\/([1-9]\d{0,2}))?$/i.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}
const proxies = z
  .string()
  .refine(
    (text) => listed(text).every((entry) => entry === 'loopback' || isNetwork(entry)),
    'addresses or networks with commas between, such as 10.0.0.7,192.0.2.0/24, or loopback',
  );

/** `<verifier key> <URL>`, with commas between. */
const witnesses = z.string().refine(
  (text) =>
    listed(text).every((entry) => {
      const [vkey = '', address = '', ...rest] = entry.split(' ');
      return rest.length === 0 && isCosignerKey(vkey) && url.safeParse(address).success;
    }),
  'a key and a URL for each, with commas between, such as witness.example/1+a27f10e2+BBOY… https://witness.example',
);

function isCosignerKey(vkey: string): boolean {
  try {
    return parseVkey(vkey, 'cosignature').keyId.length > 0;
  } catch {
    return false;
  }
}

const DAY_SECONDS = 86_400;
/** Many times what a server may be behind the log. */
const DOUBT_SECONDS = 60;

interface Setting {
  readonly schema: z.ZodType;
  readonly help: string;
  readonly default?: string;
}

/** Every setting there is. `--help` prints this table. */
const SETTINGS = {
  PORT: { schema: portNumber, default: '8080', help: 'the port to listen on; 0 takes a free one and needs PUBLIC_URL' },
  HOST: { schema: z.string(), default: '127.0.0.1', help: 'the address to listen on; 0.0.0.0 or :: for all' },
  PUBLIC_URL: {
    schema: url,
    help: 'the URL that others know this server by: the issuer of its tokens (default: http://localhost:PORT)',
  },
  LOG_ORIGIN: {
    schema: originSchema,
    help: "the log's name, set at the first start (default: PUBLIC_URL without its scheme)",
  },
  DATA_DIR: {
    schema: z.string(),
    default: '.data',
    help: 'where keys, the last checkpoint and the embedded database are',
  },
  DATABASE_URL: {
    schema: postgresUrl,
    help: 'a PostgreSQL 14+ to use instead of the embedded one; its role owns the database and may create roles',
  },
  KEYS_FILE: {
    schema: z.string(),
    help: 'the file with the keys (default: DATA_DIR/keys.json); created at the first start',
  },
  KEYS: { schema: z.string(), help: 'the keys themselves, as JSON: takes the place of KEYS_FILE' },
  ADMIN_USERNAME: {
    schema: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'letters, digits and . _ @ -, at most 64'),
    default: 'admin',
    help: "the first administrator's name, used at the first start",
  },
  ADMIN_PASSWORD: {
    schema: z.string().min(12, 'at least 12 characters').max(200, 'at most 200 characters'),
    help: "the first administrator's password, used at the first start (default: made up and shown once)",
  },
  POLICY_FILE: {
    schema: z.string(),
    help: 'lines p, … and g, … as in Argo CD: who may do what; read at a start when it has changed (default: none)',
  },
  POLICY_DEFAULT_ROLE: {
    schema: z.string().regex(/^role:.{1,123}$/u, 'role:<name>'),
    help: 'with POLICY_FILE: a role that everybody has (default: none)',
  },
  POLICY_MATCH_MODE: {
    schema: z.enum(['glob', 'regex'], 'glob or regex'),
    default: 'glob',
    help: 'with POLICY_FILE: how the words of its rules are read, as globs or as regular expressions',
  },
  CORS_ORIGINS: {
    schema: origins,
    help: 'whose pages may ask from a browser: origins with commas between (default: nobody)',
  },
  TRUSTED_PROXIES: {
    schema: proxies,
    help: 'whose X-Forwarded-For is believed: addresses, networks or loopback, with commas between (default: nobody)',
  },
  ANCHOR_DIR: {
    schema: z.string(),
    help: 'a directory that others hold, such as a mount: it gets a checkpoint at least hourly (default: none)',
  },
  WITNESSES: {
    schema: witnesses,
    help: 'who is shown every checkpoint, and cosigns it: key and URL of each, with commas between (default: nobody)',
  },
  SELF_CHECK_HOURS: {
    schema: z.string().regex(/^(0|[1-9]\d{0,3})$/, 'hours, from 0 to 9999'),
    default: '24',
    help: 'how often everything is looked at: every stored byte, the tree, every table; 0: only when asked',
  },
  KEY_ROTATION_DAYS: {
    schema: z.string().regex(/^(0|[1-9]\d{0,3})$/, 'days, from 0 to 9999'),
    default: '0',
    help: 'how old a key may be before another takes its place, which makes backups of the keys old; 0: only when asked',
  },
  KEY_PUBLISH_SECONDS: {
    schema: z.string().regex(/^([5-9]|[1-9]\d{1,5})$/, 'seconds, from 5 to 999999'),
    default: '900',
    help: 'how long a key of tokens is published before its first use',
  },
  KEY_OVERLAP_DAYS: {
    schema: z.string().regex(/^(0|[1-9]\d{0,3})$/, 'days, from 0 to 9999'),
    default: '30',
    help: 'how long the log is signed with the key before as well, so that whoever verifies it learns of the new one',
  },
  LOG_LEVEL: {
    schema: z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'fatal, error, warn, info, debug, trace or silent',
    ),
    default: 'info',
    help: 'what is logged to standard error',
  },
} satisfies Record<string, Setting>;

type Name = keyof typeof SETTINGS;

/** Who may do what, as a file says it. */
export interface PolicyFile {
  readonly path: string;
  readonly matchMode: MatchMode;
  readonly defaultRole: string | null;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  /** Undefined: whatever the log was opened with; at the first start PUBLIC_URL without its scheme. */
  readonly logOrigin: string | undefined;
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly keys: { readonly secret: string | undefined; readonly file: string };
  readonly keySettings: KeySettings;
  readonly admin: {
    readonly username: string;
    readonly secret: string | undefined;
    /** Where a password that was made up waits to be read. */
    readonly passwordFile: string;
  };
  /** Undefined: the rules are those that the log knows. */
  readonly policyFile: PolicyFile | undefined;
  /** Whose pages may ask from a browser. */
  readonly corsOrigins: readonly string[];
  /** Whose X-Forwarded-For says where a request comes from. */
  readonly trustedProxies: readonly string[];
  /** Undefined: none. */
  readonly anchorDir: string | undefined;
  readonly witnesses: readonly KnownWitness[];
  /** 0: only when somebody asks. */
  readonly selfCheckHours: number;
  readonly logLevel: string;
}

/**
 * The only reader of the environment. An empty variable counts as absent.
 *
 * @throws StartupError that names the first wrong setting, never its value.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const text = (name: Name): string | undefined => read(name, environment[name]);
  const port = Number(text('PORT'));
  if (port === 0 && !text('PUBLIC_URL')) throw new StartupError('PUBLIC_URL', 'PORT is 0, so it has to be given');
  const dataDir = resolve(text('DATA_DIR')!);
  const keys = { secret: text('KEYS'), file: resolve(text('KEYS_FILE') ?? `${dataDir}/keys.json`) };
  return {
    port,
    host: text('HOST')!,
    publicUrl: text('PUBLIC_URL') ?? `http://localhost:${port}`,
    logOrigin: text('LOG_ORIGIN'),
    dataDir,
    databaseUrl: text('DATABASE_URL'),
    keys,
    keySettings: {
      source: keys,
      rotateAfterSeconds: Number(text('KEY_ROTATION_DAYS')) * DAY_SECONDS,
      publishSeconds: Number(text('KEY_PUBLISH_SECONDS')),
      overlapSeconds: Number(text('KEY_OVERLAP_DAYS')) * DAY_SECONDS,
      doubtSeconds: DOUBT_SECONDS,
    },
    admin: {
      username: text('ADMIN_USERNAME')!,
      secret: text('ADMIN_PASSWORD'),
      passwordFile: `${dataDir}/first-password`,
    },
    policyFile: policyFileIn(text),
    corsOrigins: listed(text('CORS_ORIGINS') ?? '').filter(Boolean),
    trustedProxies: listed(text('TRUSTED_PROXIES') ?? '').filter(Boolean),
    anchorDir: text('ANCHOR_DIR'),
    witnesses: listed(text('WITNESSES') ?? '')
      .filter(Boolean)
      .map(witnessIn),
    selfCheckHours: Number(text('SELF_CHECK_HOURS')),
    logLevel: text('LOG_LEVEL')!,
  };
}

function policyFileIn(text: (name: Name) => string | undefined): PolicyFile | undefined {
  const path = text('POLICY_FILE');
  const matchMode = text('POLICY_MATCH_MODE') as MatchMode;
  return path === undefined
    ? undefined
    : { path: resolve(path), matchMode, defaultRole: text('POLICY_DEFAULT_ROLE') ?? null };
}

function witnessIn(entry: string): KnownWitness {
  const [vkey, address] = entry.split(' ') as [string, string];
  return { vkey, url: address };
}

function read(name: Name, given: string | undefined): string | undefined {
  const setting: Setting = SETTINGS[name];
  const value = given || setting.default;
  if (value === undefined) return undefined;
  const { error } = setting.schema.safeParse(value);
  if (error) throw new StartupError(name, `wrong value: ${error.issues[0]!.message}`);
  return value;
}

export function helpText(): string {
  const width = Math.max(...Object.keys(SETTINGS).map((name) => name.length));
  const lines = Object.entries<Setting>(SETTINGS).map(
    ([name, { help, default: value }]) => `  ${name.padEnd(width)}  ${help}${value ? ` (default: ${value})` : ''}`,
  );
  return [
    'Tokenledger issues access tokens and keeps their whole history in one log that anyone can check.',
    '',
    'Usage: npm start              build and run the server',
    '       npm start -- --help    this text',
    '',
    'Settings are environment variables:',
    ...lines,
    '',
    'Examples:',
    '  PORT=9000 npm start',
    '  DATABASE_URL=postgres://tokens@db.example.org/tokens PUBLIC_URL=https://tokens.example.org npm start',
    '',
  ].join('\n');
}
