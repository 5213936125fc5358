// Generated from docs/openapi.json by `npm run generated`; do not edit.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys of the tokens. */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What there is for OAuth 2.0, and where (RFC 8414). */
        get: operations["getServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same, where OpenID Connect looks for it. */
        get: operations["getOpenidConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that shows the API and tries it out. */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A part of that page. */
        get: operations["getDocsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/integrity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what the last look at everything has come to. */
        get: operations["getIntegrity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whether the process answers. */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whether database, log and projections answer. */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoint of the log. */
        get: operations["getCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/tile/{level}/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hashes of the tree (C2SP tlog-tiles). */
        get: operations["getTile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/tile/entries/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries of the log (C2SP tlog-tiles); to have read them is in the trail. */
        get: operations["getEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this server counts, for Prometheus. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says by its status whether the bearer token is good for a service. */
        get: operations["authorizeVisit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whether a token is good (RFC 7662). */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes the token that is sent (RFC 7009). */
        post: operations["revokePresentedToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The description of the API. */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at every stored byte, the tree and every table; the result is an event. */
        post: operations["checkLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proves that the log has only grown, from one size to another or to now. */
        get: operations["proveConsistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what has changed between two positions or times. */
        get: operations["getDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the audit trail: who did what, when; to have read it is in it. */
        get: operations["readTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/events/{position}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proves that an event is in the log; to have read it is in the trail. */
        get: operations["proveEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what the log had come to at a position or a time. */
        get: operations["getStateThen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/state/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tokens as they were at a position or a time. */
        get: operations["listTokensThen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/state/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the accounts as they were at a position or a time. */
        get: operations["listUsersThen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/can-i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whether the credential that asks may do something. */
        get: operations["canI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the keys that the log has had, and what each waits for. */
        get: operations["getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the next key of a use; what follows, follows by itself. */
        post: operations["rotateKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows who the credential speaks for, and what it is itself. */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the own password and ends the other sessions. */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the limits that tokens are issued under. */
        get: operations["getPolicy"];
        /** Replaces the policy, or shows whom another would concern. */
        put: operations["changePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policy/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the rules that say who may do what. */
        get: operations["getPermissions"];
        /** Replaces the rules, or shows who would gain and lose what. */
        put: operations["changePermissions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the projects that the caller may see. */
        get: operations["listProjects"];
        put?: never;
        /** Makes a project: for tokens that are nobody’s. */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a project and its roles. */
        get: operations["getProject"];
        put?: never;
        post?: never;
        /** Deletes a project and, in the same commit, revokes every token of its roles. */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        /** Changes what a project is described as. */
        patch: operations["describeProject"];
        trace?: never;
    };
    "/v1/projects/{project}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Makes a role of a project, or makes it another: its tokens follow at once. */
        put: operations["setProjectRole"];
        post?: never;
        /** Removes a role and, in the same commit, revokes every token of it. */
        delete: operations["removeProjectRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{project}/roles/{role}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tokens of a role, newest first. */
        get: operations["listRoleTokens"];
        put?: never;
        /** Issues a token of a role; the answer is the only place where it is ever shown. */
        post: operations["issueRoleToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{project}/roles/{role}/tokens/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes a token of a role, by its id or the second of its issue. */
        post: operations["revokeRoleToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in with user name and password. */
        post: operations["startSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Signs out: the session that asks is revoked. */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tokens, newest first. */
        get: operations["listTokens"];
        put?: never;
        /** Issues an access token; it is shown this once. */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a token, and how it is used. */
        get: operations["getToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All events of a token; to have read them is in the trail. */
        get: operations["getTokenHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes a token: refused everywhere from the answer on. */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issues the successor of an access token, which ends at once or after a grace. */
        post: operations["rotateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes many tokens in one commit: these, or everything of an owner but this session. */
        post: operations["revokeTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/revoke-leaked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes the token that is sent; a text that is none is answered alike. */
        post: operations["revokeLeakedToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists accounts, newest first. */
        get: operations["listUsers"];
        put?: never;
        /** Registers a person or a service account. */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an account, a deleted one too. */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Deletes an account and revokes every token of it, in one commit. */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Changes what is given, all of it or nothing, and leaves the rest. */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/v1/users/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forgets who a deleted account was, for ever; its history stays, without what is personal. */
        post: operations["eraseUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says how far an erasure has come, and what it waits for. */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All events of an account and of its tokens; to have read them is in the trail. */
        get: operations["getUserHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps what is known of an account from being erased. */
        post: operations["placeLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets somebody else's password and ends every session of theirs. */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a legal hold: what is known of the account may be erased again. */
        post: operations["releaseLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who gains and loses what. */
        Affected: {
            /** @description The first 100 of them, oldest first. */
            accounts: components["schemas"]["AffectedAccount"][];
            /** @description Accounts that gain or lose anything. */
            count: number;
            /**
             * @description Of the rules that they are compared with.
             * @example 42
             */
            position: string;
        };
        AffectedAccount: {
            /** @description What the account may do that it might not before, as resource:action:object. */
            gains: string[];
            /** @description What it may not do any more, as resource:action:object. */
            loses: string[];
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            userId: string;
            username: string;
        };
        /** @description The key comes next: nothing is made with it yet. */
        BegunRotation: {
            key: string;
            /** @example 42 */
            position: string;
            /** @enum {string} */
            use: "log" | "token" | "wrapping";
        };
        /** @description From now on the account signs in with the new password alone. */
        ChangedPassword: {
            /** @description Sessions that ended with the old password. */
            endedSessions: number;
            /** @description Access tokens that ended with it. */
            endedTokens: number;
            /** @example 42 */
            position: string;
        };
        /** @description These rules hold from now on; with dryRun, nothing has changed. */
        ChangedPermissions: {
            /** @description Only with dryRun: who gains and loses what. */
            affected?: components["schemas"]["Affected"];
            /** @description The role that everybody has; null: none. */
            defaultRole: string | null;
            dryRun: boolean;
            /**
             * @description How the words of rules are read.
             * @enum {string}
             */
            matchMode: "glob" | "regex";
            /** @description Lines p, … and g, … as in Argo CD; accounts by the names they have now. */
            policy: string;
            /**
             * @description Of the change that set them; 0: there has been none. The ETag is the same.
             * @example 42
             */
            position: string;
            /** @description Lines that may not mean what they seem to. */
            warnings: components["schemas"]["PolicyWarning"][];
        };
        /** @description Tokens are issued under it from now on; with dryRun, nothing has changed. */
        ChangedPolicy: {
            /** @description Only with dryRun. */
            concerned?: components["schemas"]["Concerned"];
            /** @description Seconds: of an access token whose issuer asks for nothing else. */
            defaultLifetime: number;
            dryRun: boolean;
            /**
             * @description A policy ends no token: those that exist keep their lives.
             * @enum {string}
             */
            existingTokens: "unchanged";
            /** @description Live tokens that an owner may have, sessions included. */
            liveTokenLimit: number;
            /** @description Seconds: of any token. */
            maximumLifetime: number;
            /**
             * @description Of the change that set it; with dryRun, of the policy that it would replace.
             * @example 42
             */
            position: string;
            /** @description Seconds. */
            sessionLifetime: number;
            /** @description Whether an access token may have no end at all. */
            unlimitedAllowed: boolean;
        };
        /** @description It is under way. */
        CheckBegun: {
            /** @enum {string} */
            status: "looking";
        };
        /** @description Whom a policy concerns. Their tokens keep their lives all the same. */
        Concerned: {
            /** @description Owners who get no further access token. */
            atLimit: number;
            /** @description Owners that any of this is about. */
            count: number;
            /** @description Live access tokens that were issued for longer than the new maximum. */
            longerLived: number;
            /** @description The first 100 of them; those with the most tokens first. */
            owners: components["schemas"]["ConcernedOwner"][];
            /**
             * @description The last position of the log that this takes into account.
             * @example 42
             */
            position: string;
            /** @description Live access tokens without an end, where the policy allows none. */
            withoutEnd: number;
        };
        ConcernedOwner: {
            /** @description Whether the owner gets no further access token. */
            atLimit: boolean;
            /** @description Sessions included. */
            liveTokens: number;
            /** @description Live access tokens that were issued for longer than the new maximum. */
            longerLived: number;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            /** @description Live access tokens without an end, where the policy allows none. */
            withoutEnd: number;
        };
        /** @description That the later tree has grown from the earlier one. */
        Consistency: {
            /** @description The size of the earlier tree. */
            from: string;
            /** @description RFC 9162 section 2.1.4, base64. */
            hashes: string[];
            /** @description The size of the later tree. */
            to: string;
        };
        /** @description The project is gone, and every token of its roles. */
        DeletedProject: {
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            name: string;
            /**
             * @description Of the deletion; the revocations stand right behind it.
             * @example 42
             */
            position: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            revokedTokens: number;
        };
        /** @description The account is gone, and every token of it. */
        DeletedUser: {
            /**
             * @description Of the deletion; the revocations stand right behind it.
             * @example 42
             */
            position: string;
            /** @description Tokens of projects that the account has issued, and that live on: the first 1,000. */
            projectTokens: {
                /**
                 * Format: uuid
                 * @example 019c0de0-0000-7000-8000-000000000000
                 */
                id: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:00:00.250000Z
                 */
                issuedAt: string;
                role: string;
            }[];
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            revokedTokens: number;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            userId: string;
        };
        /** @description What has changed between two moments. */
        Diff: {
            from: {
                /** @example 42 */
                position: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:00:00.250000Z
                 */
                recordedAt: string;
            };
            /** @description Accounts that are not as they were; `before` is null for a new one. */
            items: {
                after: components["schemas"]["UserThen"];
                before: components["schemas"]["UserThen"] | null;
            }[];
            next: string | null;
            to: {
                /** @example 42 */
                position: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:00:00.250000Z
                 */
                recordedAt: string;
            };
            /** @description Live ones, sessions too: before + issued - revoked - expired = after. */
            tokens: {
                after: number;
                before: number;
                expired: number;
                issued: number;
                revoked: number;
            };
        };
        /** @description The key of all that was personal is destroyed. /v1/users/{id}/erasure says when nothing can open it. */
        ErasedUser: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            erasedAt: string;
            /** @example 42 */
            position: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            userId: string;
        };
        /** @description How far the erasure of an account has come. */
        Erasure: {
            /** @description From then on nothing that is kept here opens it. */
            completedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            erasedAt: string;
            /**
             * @description Of the erasure.
             * @example 42
             */
            position: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            userId: string;
            /** @description What has to happen for that; null once it has. */
            waitsFor: string | null;
        };
        FieldError: {
            detail: string;
            /** @description JSON pointer (RFC 6901) into the body, or the name of a parameter behind #. */
            pointer: string;
        };
        /** @description Whether a legal hold keeps what is known of the account, and since when. */
        HeldUser: {
            heldAt: string | null;
            /** @example 42 */
            position: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            userId: string;
        };
        /** @description Whether everything was what the log says when it was last looked at. `unknown`: not yet. */
        Integrity: {
            checkedAt: string | null;
            /** @description Of the event that says what was found. */
            position: string | null;
            /** @description How many events were looked at. */
            size: string | null;
            /** @enum {string} */
            status: "up" | "down" | "unknown";
        };
        /** @description Of a token that is not good, nothing is said but that. */
        Introspection: {
            active: boolean;
            /** @description The service that the token is for: refuse any other. */
            aud?: string;
            client_id?: string;
            /** @description Seconds since 1970. */
            exp?: number;
            /** @description The roles that the owner has now; in a JWT, those at its issue. */
            groups?: ("admin" | "auditor" | "readonly" | "user")[];
            /** @description Seconds since 1970. */
            iat?: number;
            iss?: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            jti?: string;
            /** @description Seconds since 1970. */
            nbf?: number;
            /**
             * @description The last position of the log that the answer knows of.
             * @example 42
             */
            position?: string;
            /** @description Absent: everything that its owner may do. */
            scope?: string;
            /** @description Whom the token speaks for: an account, or proj:<project>:<role>. */
            sub?: string;
            /** @enum {string} */
            token_type?: "Bearer";
        };
        /** @description The token is good from now on. */
        IssuedToken: {
            expiresAt: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            issuedAt: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            /** @example 42 */
            position: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            secretAvailable: boolean;
            /** @description The token itself: only in the first answer, and nowhere else ever. */
            token?: string;
        };
        /** @description A JWK Set (RFC 7517). */
        Jwks: {
            keys: {
                [key: string]: string;
            }[];
        };
        /** @description What the log says of a key; never the key. */
        Key: {
            activatedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            addedAt: string;
            destroyedAt: string | null;
            /** @description Of a key of tokens its `kid` (RFC 7638), of one of the log what its verifier key ends in, else a fingerprint. */
            id: string;
            /**
             * @description Of its last event.
             * @example 42
             */
            position: string;
            retiredAt: string | null;
            /** @enum {string} */
            status: "next" | "current" | "previous" | "retired" | "destroyed";
            supersededAt: string | null;
            /** @enum {string} */
            use: "log" | "token" | "wrapping";
            /** @description Of a key of the log, under the name that it has now. */
            verifierKey: string | null;
            /** @description What its next step waits for; null where it waits for nothing. */
            waitsFor: string | null;
        };
        /** @description The keys that the log has had, and who holds those that count. */
        Keys: {
            items: components["schemas"]["Key"][];
            /**
             * @description The last position of the log that this takes into account.
             * @example 42
             */
            position: string;
            /** @description The servers that run. Nothing of this is in the log. */
            servers: {
                /** @description Whether it is the one that answers this. */
                answers: boolean;
                /**
                 * Format: uuid
                 * @example 019c0de0-0000-7000-8000-000000000000
                 */
                id: string;
                /** @description The keys that are in use, or come next, and it does not hold. */
                lacks: string[];
                /** Format: date-time */
                seenAt: string;
            }[];
        };
        /** @description The process answers. */
        Live: {
            /** @enum {string} */
            status: "up";
        };
        /** @description Whether the credential that asks may do this, now. */
        MayI: {
            action: string;
            allowed: boolean;
            object: string;
            resource: string;
        };
        /** @description The account that the credential speaks for, and the credential. */
        Me: {
            credential: {
                /**
                 * Format: uuid
                 * @example 019c0de0-0000-7000-8000-000000000000
                 */
                id: string;
                /** @enum {string} */
                kind: "session" | "access";
                /** @description null: everything its owner may do. */
                scopes: string[] | null;
            };
            deletedAt: string | null;
            /** @description `[erased]` once the person has been erased. */
            email: string | null;
            /** @description When it was erased; /v1/users/{id}/erasure says how far. */
            erasedAt: string | null;
            /** @description Since when a legal hold keeps what is known of it. */
            heldAt: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /** @enum {string} */
            kind: "person" | "service";
            /** @description Tokens and sessions that are neither revoked nor counted out as expired. */
            liveTokens: number;
            /**
             * @description Of the last change to the account itself; its ETag.
             * @example 42
             */
            position: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            registeredAt: string;
            roles: ("admin" | "auditor" | "readonly" | "user")[];
            /** @enum {string} */
            status: "active" | "disabled" | "deleted";
            /** @description `[erased]` once the person has been erased. */
            username: string | null;
        };
        /** @description An error of OAuth 2.0 (RFC 6749 section 5.2), with what a problem says. */
        OAuthError: {
            /** @enum {string} */
            code: "invalid_request" | "unauthenticated" | "wrong_credentials" | "invalid_token" | "forbidden" | "wider_than_held" | "not_found" | "ambiguous" | "name_taken" | "already_revoked" | "already_expired" | "already_rotated" | "rotation_pending" | "not_yet" | "owner_disabled" | "last_administrator" | "not_deleted" | "already_erased" | "under_legal_hold" | "not_under_legal_hold" | "token_limit_reached" | "lifetime_exceeds_policy" | "idempotency_key_reused" | "wrong_password" | "precondition_required" | "precondition_failed" | "too_many_attempts" | "too_large" | "uri_too_long" | "unsupported_media_type" | "overloaded" | "unavailable" | "outcome_unknown" | "internal";
            detail: string;
            /**
             * @description Absent where no credential was sent (RFC 6750 section 3.1).
             * @enum {string}
             */
            error?: "invalid_request" | "invalid_token" | "insufficient_scope" | "server_error" | "temporarily_unavailable";
            error_description: string;
            errors?: components["schemas"]["FieldError"][];
            /** @description What the server logged the request under. */
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        /** @description Who may do what, beside the built-in roles. */
        Permissions: {
            /** @description The role that everybody has; null: none. */
            defaultRole: string | null;
            /**
             * @description How the words of rules are read.
             * @enum {string}
             */
            matchMode: "glob" | "regex";
            /** @description Lines p, … and g, … as in Argo CD; accounts by the names they have now. */
            policy: string;
            /**
             * @description Of the change that set them; 0: there has been none. The ETag is the same.
             * @example 42
             */
            position: string;
        };
        /** @description The limits that tokens are issued under. */
        Policy: {
            /** @description Seconds: of an access token whose issuer asks for nothing else. */
            defaultLifetime: number;
            /** @description Live tokens that an owner may have, sessions included. */
            liveTokenLimit: number;
            /** @description Seconds: of any token. */
            maximumLifetime: number;
            /**
             * @description Of the change that set it. The ETag is the same.
             * @example 42
             */
            position: string;
            /** @description Seconds. */
            sessionLifetime: number;
            /** @description Whether an access token may have no end at all. */
            unlimitedAllowed: boolean;
        };
        PolicyWarning: {
            detail: string;
            line: number;
        };
        /** @description Why nothing was changed. */
        Problem: {
            /** @enum {string} */
            code: "invalid_request" | "unauthenticated" | "wrong_credentials" | "invalid_token" | "forbidden" | "wider_than_held" | "not_found" | "ambiguous" | "name_taken" | "already_revoked" | "already_expired" | "already_rotated" | "rotation_pending" | "not_yet" | "owner_disabled" | "last_administrator" | "not_deleted" | "already_erased" | "under_legal_hold" | "not_under_legal_hold" | "token_limit_reached" | "lifetime_exceeds_policy" | "idempotency_key_reused" | "wrong_password" | "precondition_required" | "precondition_failed" | "too_many_attempts" | "too_large" | "uri_too_long" | "unsupported_media_type" | "overloaded" | "unavailable" | "outcome_unknown" | "internal";
            detail: string;
            errors?: components["schemas"]["FieldError"][];
            /** @description What the server logged the request under. */
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        /** @description A project, and its roles. */
        Project: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            createdAt: string;
            description: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            liveTokens: number;
            name: string;
            /**
             * @description Of its last change. The ETag is the same.
             * @example 42
             */
            position: string;
            roles: components["schemas"]["ProjectRole"][];
        };
        ProjectPage: {
            items: components["schemas"]["Project"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
            /**
             * @description The last position of the log that the page takes into account.
             * @example 42
             */
            position: string;
        };
        ProjectRole: {
            description: string | null;
            groups: string[];
            name: string;
            rules: components["schemas"]["RoleRule"][];
            /** @description `proj:<project>:<role>`, whom its tokens speak for. */
            subject: string;
        };
        /** @description Every part that an answer needs. `lagging`: a view of the trail has stopped; all else goes on. */
        Ready: {
            parts: {
                /** @enum {string} */
                database: "up" | "down";
                /** @enum {string} */
                log: "up" | "down";
                projections: ("up" | "down") | "lagging";
            };
            /** @enum {string} */
            status: "up" | "down";
        };
        /** @description The account exists. */
        RegisteredUser: {
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /** @enum {string} */
            kind: "person" | "service";
            /** @example 42 */
            position: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            registeredAt: string;
            roles: ("admin" | "auditor" | "readonly" | "user")[];
        };
        /** @description The role is gone, and every token of it. */
        RemovedRole: {
            /**
             * @description Of the removal; the revocations stand right behind it.
             * @example 42
             */
            position: string;
            project: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            revokedTokens: number;
            role: string;
        };
        /** @description The token is refused from now on, at every door of every server. */
        RevokedToken: {
            /** @enum {string} */
            cause: "requested" | "compromised" | "leaked" | "emergency" | "logout" | "rotated" | "user_deleted" | "password_changed" | "role_removed" | "project_deleted" | "recovered";
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            /** @example 42 */
            position: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            revokedAt: string;
        };
        /** @description All of them in one commit, or none. */
        RevokedTokens: {
            /** @description Of the ids that were given. */
            alreadyEnded: number;
            dryRun: boolean;
            /**
             * @description Of the last revocation; where there is none, a position that the answer takes into account.
             * @example 42
             */
            position: string;
            /** @description So many; of a dry run, so many would be. */
            revoked: number;
        };
        /** @description What a role may do, or may not: globs. */
        RoleRule: {
            action: string;
            /** @enum {string} */
            effect: "allow" | "deny";
            object: string;
            resource: string;
        };
        /** @description The successor of a token is good from now on. */
        RotatedToken: {
            expiresAt: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            issuedAt: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            /** @example 42 */
            position: string;
            /** @description A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server. */
            receipt: string;
            /**
             * Format: date-time
             * @description It is refused from then on.
             * @example 2026-01-31T09:00:00.250000Z
             */
            replacedUntil: string;
            /**
             * Format: uuid
             * @description The token that was rotated.
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            replaces: string;
            secretAvailable: boolean;
            /** @description The token itself: only in the first answer, and nowhere else ever. */
            token?: string;
        };
        /** @description Where what is, and what is not there (RFC 8414). */
        ServerMetadata: {
            /** @description There is no token endpoint. */
            grant_types_supported: unknown[];
            /** @description There are no ID tokens; verifiers of JWTs look here for what signs them. */
            id_token_signing_alg_values_supported: "ES256"[];
            /** Format: uri */
            introspection_endpoint: string;
            introspection_endpoint_auth_methods_supported: "Bearer"[];
            /** Format: uri */
            issuer: string;
            /** Format: uri */
            jwks_uri: string;
            /** @description There is no authorization endpoint. */
            response_types_supported: unknown[];
            /** Format: uri */
            revocation_endpoint: string;
            revocation_endpoint_auth_methods_supported: "none"[];
            scopes_supported: string[];
            /** Format: uri */
            service_documentation: string;
            subject_types_supported: "public"[];
        };
        /** @description A session; its token is shown this once. */
        StartedSession: {
            expiresAt: string | null;
            token: string;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            tokenId: string;
        };
        /** @description What the log had come to. */
        State: {
            at: {
                /** @example 42 */
                position: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:00:00.250000Z
                 */
                recordedAt: string;
            };
            policy: {
                [key: string]: unknown;
            } | null;
            /** @description Sessions too. issued = live + revoked + expired. */
            tokens: {
                expired: number;
                issued: number;
                live: number;
                revoked: number;
            };
            users: {
                active: number;
                deleted: number;
                disabled: number;
            };
        };
        /** @description A session, an access token, or a token of a role of a project. */
        Token: {
            audience: string;
            cause: ("requested" | "compromised" | "leaked" | "emergency" | "logout" | "rotated" | "user_deleted" | "password_changed" | "role_removed" | "project_deleted" | "recovered") | null;
            /** @description `[erased]` once the owner has been erased. */
            description: string | null;
            endedAt: string | null;
            expiresAt: string | null;
            /** @enum {string} */
            format: "jwt" | "opaque";
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            issuedAt: string;
            /** @description The account that issued it. */
            issuedBy: string;
            /** @enum {string} */
            kind: "session" | "access" | "project";
            /**
             * @description Of its last event.
             * @example 42
             */
            lastPosition: string;
            /** @description Seconds old. */
            lastUsedAt: string | null;
            /** @description `[erased]` once the owner has been erased. */
            name: string | null;
            /**
             * Format: uuid
             * @description An account, or the project of a role.
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            /**
             * @description Of its issue.
             * @example 42
             */
            position: string;
            /** @description `[erased]` once the owner has been erased. */
            reason: string | null;
            /** @description The token that it was rotated from. */
            replaces: string | null;
            /** @description `proj:<project>:<role>`, whose it is; null: an account’s. */
            role: string | null;
            /** @description null: everything its owner may do. */
            scopes: string[] | null;
            /** @enum {string} */
            state: "active" | "revoked" | "expired";
            /** @description The token that it was rotated to. */
            successor: string | null;
        };
        /** @description A token, and how it is used: seconds old, and not proven by the log. */
        TokenDetails: {
            audience: string;
            cause: ("requested" | "compromised" | "leaked" | "emergency" | "logout" | "rotated" | "user_deleted" | "password_changed" | "role_removed" | "project_deleted" | "recovered") | null;
            /** @description `[erased]` once the owner has been erased. */
            description: string | null;
            endedAt: string | null;
            expiresAt: string | null;
            /** @enum {string} */
            format: "jwt" | "opaque";
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            issuedAt: string;
            /** @description The account that issued it. */
            issuedBy: string;
            /** @enum {string} */
            kind: "session" | "access" | "project";
            /**
             * @description Of its last event.
             * @example 42
             */
            lastPosition: string;
            lastRefusedAt: string | null;
            /** @description Seconds old. */
            lastUsedAt: string | null;
            /** @description `[erased]` once the owner has been erased. */
            lastUsedIp: string | null;
            /** @description `[erased]` once the owner has been erased. */
            lastUsedUserAgent: string | null;
            /** @description `[erased]` once the owner has been erased. */
            name: string | null;
            /**
             * Format: uuid
             * @description An account, or the project of a role.
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            /**
             * @description Of its issue.
             * @example 42
             */
            position: string;
            /** @description `[erased]` once the owner has been erased. */
            reason: string | null;
            /** @description So often it was tried after its end, in the last 30 days. */
            refusedUses: number;
            /** @description The token that it was rotated from. */
            replaces: string | null;
            /** @description `proj:<project>:<role>`, whose it is; null: an account’s. */
            role: string | null;
            /** @description null: everything its owner may do. */
            scopes: string[] | null;
            /** @enum {string} */
            state: "active" | "revoked" | "expired";
            /** @description The token that it was rotated to. */
            successor: string | null;
            uses: number;
        };
        TokenPage: {
            items: components["schemas"]["Token"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
            /**
             * @description The last position of the log that the page takes into account.
             * @example 42
             */
            position: string;
        };
        TokensThen: {
            at: {
                /** @example 42 */
                position: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:00:00.250000Z
                 */
                recordedAt: string;
            };
            items: components["schemas"]["TokenThen"][];
            next: string | null;
        };
        /** @description A token as it was then. */
        TokenThen: {
            cause: ("requested" | "compromised" | "leaked" | "emergency" | "logout" | "rotated" | "user_deleted" | "password_changed" | "role_removed" | "project_deleted" | "recovered") | null;
            endedAt: string | null;
            expiresAt: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            issuedAt: string;
            /** @enum {string} */
            kind: "session" | "access" | "project";
            /** @description `[erased]` once the person has been erased. */
            name: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            owner: string;
            scopes: string[] | null;
            /** @enum {string} */
            state: "active" | "revoked" | "expired";
        };
        /** @description An event of the log. */
        TrailItem: {
            actor: {
                id: string;
                /** @description null: somebody who gave a password. */
                tokenId?: string | null;
                /** @enum {string} */
                type: "user" | "system" | "holder";
            };
            /** @description As docs/events.md says of the type. */
            data: {
                [key: string]: unknown;
            };
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            meta: {
                /** @description The event that brought this one about; null: it is the first. */
                causationId: string | null;
                /**
                 * Format: uuid
                 * @description Of the command: the id of its first event.
                 * @example 019c0de0-0000-7000-8000-000000000000
                 */
                correlationId: string;
                /** @description The `X-Request-Id` of the answer; of the server’s own work a word. */
                requestId: string;
            };
            /** @description Decrypted; `[erased]` where the person has been erased. */
            personal: {
                [key: string]: string;
            };
            /** @example 42 */
            position: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            recordedAt: string;
            subject: {
                id: string;
                type: string;
            };
            type: string;
        };
        TrailPage: {
            items: components["schemas"]["TrailItem"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
            /**
             * @description The last position of the log that the page takes into account.
             * @example 42
             */
            position: string;
        };
        /** @description A person or a service account. */
        User: {
            deletedAt: string | null;
            /** @description `[erased]` once the person has been erased. */
            email: string | null;
            /** @description When it was erased; /v1/users/{id}/erasure says how far. */
            erasedAt: string | null;
            /** @description Since when a legal hold keeps what is known of it. */
            heldAt: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /** @enum {string} */
            kind: "person" | "service";
            /** @description Tokens and sessions that are neither revoked nor counted out as expired. */
            liveTokens: number;
            /**
             * @description Of the last change to the account itself; its ETag.
             * @example 42
             */
            position: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            registeredAt: string;
            roles: ("admin" | "auditor" | "readonly" | "user")[];
            /** @enum {string} */
            status: "active" | "disabled" | "deleted";
            /** @description `[erased]` once the person has been erased. */
            username: string | null;
        };
        UserPage: {
            items: components["schemas"]["User"][];
            /** @description The cursor of the next page; null at the end. */
            next: string | null;
            /**
             * @description The last position of the log that the page takes into account.
             * @example 42
             */
            position: string;
        };
        UsersThen: {
            at: {
                /** @example 42 */
                position: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:00:00.250000Z
                 */
                recordedAt: string;
            };
            items: components["schemas"]["UserThen"][];
            next: string | null;
        };
        /** @description An account as it was then. */
        UserThen: {
            deletedAt: string | null;
            /**
             * Format: uuid
             * @example 019c0de0-0000-7000-8000-000000000000
             */
            id: string;
            /** @enum {string} */
            kind: "person" | "service";
            /**
             * Format: date-time
             * @example 2026-01-31T09:00:00.250000Z
             */
            registeredAt: string;
            roles: ("admin" | "auditor" | "readonly" | "user")[];
            /** @enum {string} */
            status: "active" | "disabled" | "deleted";
            /** @description `[erased]` once the person has been erased. */
            username: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK Set (RFC 7517). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where what is, and what is not there (RFC 8414). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerMetadata"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenidConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where what is, and what is not there (RFC 8414). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerMetadata"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocsFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: "swagger-ui.css" | "swagger-ui-bundle.js" | "init.js";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                    "text/javascript": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIntegrity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether everything was what the log says when it was last looked at. `unknown`: not yet. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integrity"];
                };
            };
            /** @description Whether everything was what the log says when it was last looked at. `unknown`: not yet. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integrity"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every part that an answer needs. `lagging`: a view of the trail has stopped; all else goes on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Every part that an answer needs. `lagging`: a view of the trail has stopped; all else goes on. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A signed note (C2SP tlog-checkpoint). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                level: string;
                /** @description The index in groups of three digits, and of a part its width: x001/234, 007.p/12. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hashes of the tile, 32 bytes each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEntries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The index in groups of three digits, and of a part its width: x001/234, 007.p/12. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries of the tile, each behind its length as a 16-bit number. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text format 0.0.4. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    authorizeVisit: {
        parameters: {
            query: {
                /** @description The service that is visited, as its tokens name it. */
                audience: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    token: string;
                    /** @description Ignored, whatever it says. */
                    token_type_hint?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Of a token that is not good, nothing is said but that. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Introspection"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    revokePresentedToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    token: string;
                    /** @description Ignored, whatever it says. */
                    token_type_hint?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done; there is no body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkLog: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is under way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckBegun"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveConsistency: {
        parameters: {
            query: {
                from: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That the later tree has grown from the earlier one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consistency"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDiff: {
        parameters: {
            query: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description A position of the log, or a time: what was true after the last event up to it. */
                from: string;
                /** @description Most items of a page. */
                limit?: number;
                /** @description A position of the log, or a time: what was true after the last event up to it. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What has changed between two moments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTrail: {
        parameters: {
            query?: {
                /** @description A user; or the server itself; or holders of a token who showed it to end it. */
                actor?: string | ("system" | "holder");
                /** @description The position of any event of a command: all that the command brought about. */
                command?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description The first moment that counts. */
                from?: string;
                /** @description From where: an address or a network. Pages may then hold less than `limit`, and go on with `next`. */
                ip?: string;
                /** @description Most items of a page. */
                limit?: number;
                /** @description Oldest first, or newest first; the cursor goes on in the same direction. */
                order?: "asc" | "desc";
                /** @description The `X-Request-Id` of an answer. */
                requestId?: string;
                /** @description A user or a token. */
                subject?: string;
                /** @description The first moment that no longer counts. */
                to?: string;
                /** @description One of docs/events.md, or several with commas. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A C2SP tlog-proof: the event, its place in the tree, and a checkpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStateThen: {
        parameters: {
            query: {
                /** @description A position of the log, or a time: what was true after the last event up to it. */
                at: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the log had come to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokensThen: {
        parameters: {
            query: {
                /** @description A position of the log, or a time: what was true after the last event up to it. */
                at: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Most items of a page. */
                limit?: number;
                /** @description Whose tokens. */
                owner?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensThen"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsersThen: {
        parameters: {
            query: {
                /** @description A position of the log, or a time: what was true after the last event up to it. */
                at: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Most items of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersThen"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    canI: {
        parameters: {
            query: {
                action: string;
                /** @description What it is to be done to; * is all there is. */
                object?: string;
                resource: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the credential that asks may do this, now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MayI"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys that the log has had, and who holds those that count. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keys"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    use: "log" | "token" | "wrapping";
                };
            };
        };
        responses: {
            /** @description The key comes next: nothing is made with it yet. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunRotation"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account that the credential speaks for, and the credential. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    new: string;
                    /**
                     * @description Whether access tokens end as well, not only sessions.
                     * @default false
                     */
                    revokeTokens?: boolean;
                };
            };
        };
        responses: {
            /** @description From now on the account signs in with the new password alone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPassword"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits that tokens are issued under. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    defaultLifetime: number | string;
                    /** @default false */
                    dryRun?: boolean;
                    liveTokenLimit: number;
                    maximumLifetime: number | string;
                    sessionLifetime: number | string;
                    unlimitedAllowed: boolean;
                };
            };
        };
        responses: {
            /** @description Tokens are issued under it from now on; with dryRun, nothing has changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPolicy"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who may do what, beside the built-in roles. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permissions"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePermissions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    defaultRole?: string | null;
                    /** @default false */
                    dryRun?: boolean;
                    /**
                     * @default glob
                     * @enum {string}
                     */
                    matchMode?: "glob" | "regex";
                    /**
                     * @description Lines p, … and g, … as in Argo CD.
                     * @example p, role:viewer, applications, get, *\/*, allow
                     */
                    policy: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description These rules hold from now on; with dryRun, nothing has changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPermissions"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProjects: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Most items of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description A project, and its roles. */
            201: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A project, and its roles. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project is gone, and every token of its roles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedProject"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describeProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description: string | null;
                };
            };
        };
        responses: {
            /** @description A project, and its roles. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setProjectRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path: {
                project: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    /** @default [] */
                    groups?: string[];
                    rules: {
                        action: string;
                        /** @enum {string} */
                        effect: "allow" | "deny";
                        object: string;
                        resource: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description A project, and its roles. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeProjectRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path: {
                project: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The role is gone, and every token of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedRole"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoleTokens: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Most items of a page. */
                limit?: number;
                state?: "active" | "revoked" | "expired" | "all";
            };
            header?: never;
            path: {
                project: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueRoleToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    audience?: string;
                    description?: string;
                    expiresIn?: number | string | "never";
                    /**
                     * @default jwt
                     * @enum {string}
                     */
                    format?: "jwt" | "opaque";
                    /** @description Unique in the project for ever; by default its id. */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The token is good from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedToken"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeRoleToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default requested
                     * @enum {string}
                     */
                    cause?: "requested" | "compromised" | "leaked" | "emergency";
                    /** Format: uuid */
                    id?: string;
                    issuedAt?: number;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The token is refused from now on, at every door of every server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedToken"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    username: string;
                };
            };
        };
        responses: {
            /** @description A session; its token is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedSession"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                cursor?: string;
                issuedBy?: string;
                /** @description Most items of a page. */
                limit?: number;
                owner?: string;
                /** @description Part of a name, a description or a user name; case does not count. */
                q?: string;
                state?: "active" | "revoked" | "expired" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    audience?: string;
                    description?: string;
                    expiresIn?: number | string | "never";
                    /**
                     * @default jwt
                     * @enum {string}
                     */
                    format?: "jwt" | "opaque";
                    name: string;
                    /** Format: uuid */
                    owner?: string;
                    reason?: string;
                    scopes?: string[];
                };
            };
        };
        responses: {
            /** @description The token is good from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedToken"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A token, and how it is used: seconds old, and not proven by the log. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenDetails"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTokenHistory: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Most items of a page. */
                limit?: number;
                /** @description Oldest first, or newest first; the cursor goes on in the same direction. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default requested
                     * @enum {string}
                     */
                    cause?: "requested" | "compromised" | "leaked" | "emergency";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The token is refused from now on, at every door of every server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedToken"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 0 */
                    graceSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The successor of a token is good from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedToken"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default requested
                     * @enum {string}
                     */
                    cause?: "requested" | "compromised" | "leaked" | "emergency";
                    /** @default false */
                    dryRun?: boolean;
                    ids?: string[];
                    /** Format: uuid */
                    owner?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description All of them in one commit, or none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedTokens"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeLeakedToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done; there is no body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: "person" | "service";
                /** @description Most items of a page. */
                limit?: number;
                /** @description Part of a user name or an e-mail address, in any case. A page may then hold fewer items than `limit`, or none, before the end: go on while there is a `next`. */
                q?: string;
                role?: "admin" | "auditor" | "readonly" | "user";
                /** @description existing: active or disabled. */
                status?: "existing" | "active" | "disabled" | "deleted" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email?: string;
                    /** @enum {string} */
                    kind: "person" | "service";
                    password?: string;
                    roles?: ("admin" | "auditor" | "readonly" | "user")[];
                    username: string;
                };
            };
        };
        responses: {
            /** @description The account exists. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredUser"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A person or a service account. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is gone, and every token of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedUser"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description null: none from now on. */
                    email?: string | null;
                    enabled?: boolean;
                    roles?: ("admin" | "auditor" | "readonly" | "user")[];
                };
            };
        };
        responses: {
            /** @description A person or a service account. */
            200: {
                headers: {
                    /** @description The version that this answer is of (RFC 9110 section 8.8.3). */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen, a list of such, or * (RFC 9110 section 13.1.1). */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key of all that was personal is destroyed. /v1/users/{id}/erasure says when nothing can open it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedUser"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far the erasure of an account has come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserHistory: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Most items of a page. */
                limit?: number;
                /** @description Oldest first, or newest first; the cursor goes on in the same direction. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailPage"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeLegalHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Whether a legal hold keeps what is known of the account, and since when. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldUser"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    /**
                     * @description Whether access tokens end as well, not only sessions.
                     * @default false
                     */
                    revokeTokens?: boolean;
                };
            };
        };
        responses: {
            /** @description From now on the account signs in with the new password alone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPassword"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseLegalHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Whether a legal hold keeps what is known of the account, and since when. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldUser"];
                };
            };
            /** @description Refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
