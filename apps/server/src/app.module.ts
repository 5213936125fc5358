import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessGuard } from './access/access.guard.js';
import { Authenticator } from './access/authenticator.js';
import { Attempts } from './access/attempts.js';
import { Provenance } from './access/provenance.js';
import { SignInLimit } from './access/sign-in-limit.js';
import { AsOfController } from './audit/as-of.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { CheckpointController } from './audit/checkpoint.controller.js';
import { ProofsController } from './audit/proofs.controller.js';
import { Readings } from './audit/readings.js';
import { TilesController } from './audit/tiles.controller.js';
import { HistoryController } from './audit/history.controller.js';
import { trail } from './audit/trail.projection.js';
import { Authority } from './check/authority.js';
import { PermissionsInForce } from './check/permissions-in-force.js';
import { Check } from './check/check.js';
import { DocsController } from './docs/docs.controller.js';
import { Uses } from './check/uses.js';
import { isDatabaseAway } from './event-log/database-away.js';
import { EventLog } from './event-log/event-log.js';
import { KnownLog } from './event-log/known-log.js';
import { Projections } from './event-log/projections.js';
import { ISSUER } from './http/issuer.js';
import { IntegrityController } from './integrity/integrity.controller.js';
import { SelfCheck } from './integrity/self-check.js';
import { POOL } from './platform/pool.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Validation } from './http/validation.js';
import { Cipher } from './keys/cipher.js';
import { KeyRing } from './keys/key-ring.js';
import { Names } from './keys/names.js';
import { Passwords } from './keys/passwords.js';
import { Repetitions } from './keys/repetitions.js';
import { SubjectKeys } from './keys/subject-keys.js';
import { TokenSigner } from './keys/token-signer.js';
import { TokenVerifier } from './keys/token-verifier.js';
import { DiscoveryController } from './oauth/discovery.controller.js';
import { ForwardAuthController } from './oauth/forward-auth.controller.js';
import { IntrospectionController } from './oauth/introspection.controller.js';
import { JwksController } from './oauth/jwks.controller.js';
import { RevocationController } from './oauth/revocation.controller.js';
import type { Ledger } from './assemble-ledger.js';
import { AccountNames } from './policy/account-names.js';
import { CanIController } from './access/can-i.controller.js';
import { PermissionsController } from './policy/permissions.controller.js';
import { PolicyReader } from './policy/read-policy.js';
import { ProjectsController } from './projects/projects.controller.js';
import { RolesController } from './projects/roles.controller.js';
import { RoleTokensController } from './tokens/role-tokens.controller.js';
import { PolicyController } from './policy/policy.controller.js';
import { readModels } from './read-models.js';
import { KEY_SETTINGS, type KeySettings } from './keys/key-settings.js';
import { KeysController } from './key-rotation/keys.controller.js';
import { LOG_NAME } from './key-rotation/log-name.js';
import { claimsBy } from './replay/claims.js';
import { selfCheckOf } from './self-check-of.js';
import { connectionOptions } from './platform/connection-options.js';
import { Metrics } from './platform/metrics/metrics.js';
import { MetricsController } from './platform/metrics/metrics.controller.js';
import { HealthController } from './platform/health.controller.js';
import { ShowOnce } from './tokens/issued-token.js';
import { RevocationsController } from './tokens/revocations.controller.js';
import { SearchTokens } from './tokens/search-tokens.js';
import { SessionsController } from './tokens/sessions.controller.js';
import { ShowTokens } from './tokens/show-tokens.js';
import { TokenUses } from './tokens/token-use.js';
import { TokenEntity } from './tokens/token.entity.js';
import { TokensController } from './tokens/tokens.controller.js';
import { ErasureController } from './users/erasure.controller.js';
import { MeController } from './users/me.controller.js';
import { PasswordsController } from './users/passwords.controller.js';
import { UserEntity } from './users/user.entity.js';
import type { KnownWitness } from './witnesses/ask-witness.js';
import { Witnesses } from './witnesses/witnesses.js';
import { UsersController } from './users/users.controller.js';
import { ARGOCD } from './argocd/services.js';
import { USE_CASES } from './use-cases.js';

const ENTITIES = [UserEntity, TokenEntity];

/** Of TypeORM's pool. No question waits for ever. */
const QUERIES = {
  poolSize: 8,
  connectTimeoutMS: 3000,
  applicationName: 'tokenledger queries',
  extra: { statement_timeout: 5000, query_timeout: 6000 },
};

export const CONTROLLERS = [
  SessionsController,
  MeController,
  UsersController,
  ErasureController,
  PasswordsController,
  TokensController,
  PolicyController,
  PermissionsController,
  ProjectsController,
  RolesController,
  RoleTokensController,
  CanIController,
  RevocationsController,
  IntrospectionController,
  RevocationController,
  ForwardAuthController,
  JwksController,
  DiscoveryController,
  AuditController,
  HistoryController,
  AsOfController,
  CheckpointController,
  ProofsController,
  TilesController,
  HealthController,
  IntegrityController,
  KeysController,
  MetricsController,
  DocsController,
];

/** Errors of a projection name positions, never what stands there. */
function complain(error: unknown): void {
  const logger = new Logger(Projections.name);
  if (isDatabaseAway(error)) logger.warn(`the projections wait: ${String(error)}`);
  else logger.error(String(error), (error as Error).stack);
}

/** Where they are stands in the settings; a fault of theirs says no more. */
const unwitnessed = (error: unknown): void => new Logger(Witnesses.name).warn(String(error));

export interface Settings {
  /** The issuer of tokens. */
  readonly publicUrl: string;
  readonly witnesses: readonly KnownWitness[];
  readonly selfCheckHours: number;
  readonly keySettings: KeySettings;
}

/** What the rooms are handed of an open ledger. */
function parts(ledger: Ledger, { publicUrl: issuer, witnesses, selfCheckHours, keySettings }: Settings) {
  const { ring, openedAs, pool, log, known, metrics } = ledger;
  const subjectKeys = new SubjectKeys(ring, pool);
  const cipher = new Cipher(openedAs, subjectKeys);
  const names = new Names(ring.held);
  return [
    { provide: EventLog, useValue: log },
    { provide: POOL, useValue: pool },
    { provide: Projections, useValue: new Projections(ledger, [trail], complain) },
    { provide: ISSUER, useValue: issuer },
    { provide: KeyRing, useValue: ring },
    { provide: KEY_SETTINGS, useValue: keySettings },
    { provide: LOG_NAME, useValue: ledger.origin },
    { provide: SubjectKeys, useValue: subjectKeys },
    { provide: Cipher, useValue: cipher },
    { provide: Names, useValue: names },
    { provide: Attempts, useValue: new Attempts(pool, names) },
    { provide: Repetitions, useValue: new Repetitions(ring.held) },
    { provide: Passwords, useValue: new Passwords(cipher) },
    { provide: TokenSigner, useValue: new TokenSigner(ring) },
    { provide: Metrics, useValue: metrics },
    { provide: KnownLog, useValue: known },
    { provide: Witnesses, useValue: new Witnesses(witnesses, pool, unwitnessed) },
    { provide: SelfCheck, useValue: selfCheckOf(ledger, readModels(claimsBy(cipher, names)), selfCheckHours) },
    {
      provide: Check,
      useValue: new Check(
        issuer,
        new TokenVerifier(ring),
        new Authority(pool, known, new PermissionsInForce(pool)),
        metrics.checked,
      ),
    },
    Uses,
    Authenticator,
    Provenance,
    SignInLimit,
    ShowOnce,
    ShowTokens,
    SearchTokens,
    TokenUses,
    Readings,
    AccountNames,
    ...ARGOCD,
    PolicyReader,
  ];
}

@Module({})
export class AppModule {
  static over(ledger: Ledger, settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        TypeOrmModule.forRoot({
          ...connectionOptions(ledger.login),
          entities: ENTITIES,
          ...QUERIES,
          retryAttempts: 0,
        }),
        TypeOrmModule.forFeature(ENTITIES),
      ],
      controllers: CONTROLLERS,
      providers: [
        ...parts(ledger, settings),
        ...USE_CASES,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: Validation },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
