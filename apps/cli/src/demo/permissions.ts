import { Connection } from '../connection.js';
import { type Account, startSession } from './accounts.js';
import { expect } from './expect.js';
import { step } from './tell.js';

interface Project {
  readonly name: string;
  /** Of a token of its role. */
  readonly secret: string;
}

/** What a rule lets a person do, and a role its token. What there is of rules and projects beside the story stays. */
export async function tellOfPermissions(admin: Connection, viewer: Account, suffix: string): Promise<void> {
  const secret = await signInAsViewer(admin, viewer, `shop-${suffix}`);
  const project = await makeProject(admin, `shop-${suffix}`);
  await useOfProject(admin.server, project);
  await narrow(admin, project);
  await bite(admin, viewer, secret, project);
}

const canI = async (server: string, secret: string, words: string): Promise<boolean> => {
  const [resource = '', action = '', object = '*'] = words.split(' ');
  const query = { resource, action, object };
  return (await new Connection(server, secret).ask((api) => api.GET('/v1/can-i', { params: { query } }))).allowed;
};

const signInAsViewer = (admin: Connection, { id, username, secret }: Account, project: string): Promise<string> =>
  step('A viewer may not do what an administrator may', async () => {
    await addRule(admin, `p, ${username}, applications, get, ${project}/*, allow`);
    const viewer = (await startSession(admin.server, username, secret!)).token;
    expect('whether a viewer gets', await canI(admin.server, viewer, `applications get ${project}/web`), true);
    expect('whether a viewer syncs', await canI(admin.server, viewer, `applications sync ${project}/web`), false);
    const params = { path: { id } };
    const { error } = await new Connection(admin.server, viewer).attempt((api) =>
      api.DELETE('/v1/users/{id}', { params }),
    );
    expect('what a viewer gets who deletes', error?.status, 403);
    return { result: viewer, fact: 'may get, not sync; to delete somebody: refused: 403' };
  });

/** Below what is there. */
async function addRule(admin: Connection, line: string): Promise<void> {
  const { policy, matchMode, defaultRole, position } = await admin.ask((api) => api.GET('/v1/policy/permissions'));
  await admin.ask((api) =>
    api.PUT('/v1/policy/permissions', {
      body: { policy: `${policy}${line}\n`, matchMode, defaultRole },
      headers: { 'if-match': `"${position}"` },
    }),
  );
}

const setRole = (admin: Connection, project: string, actions: readonly string[]) =>
  admin.ask((api) =>
    api.PUT('/v1/projects/{project}/roles/{role}', {
      params: { path: { project, role: 'deployer' } },
      body: {
        rules: actions.map((action) => ({
          resource: 'applications',
          action,
          object: `${project}/*`,
          effect: 'allow' as const,
        })),
      },
    }),
  );

const makeProject = (admin: Connection, name: string): Promise<Project> =>
  step(`A project, ${name}, with a role and its token`, async () => {
    await admin.ask((api) => api.POST('/v1/projects', { body: { name } }));
    await setRole(admin, name, ['get', 'sync']);
    const path = { project: name, role: 'deployer' };
    const { token } = await admin.ask((api) =>
      api.POST('/v1/projects/{project}/roles/{role}/tokens', { params: { path }, body: { name: 'pipeline' } }),
    );
    return { result: { name, secret: token! }, fact: `proj:${name}:deployer` };
  });

const useOfProject = (server: string, { name, secret }: Project): Promise<void> =>
  step('It opens only its project', async () => {
    expect('whether it syncs', await canI(server, secret, `applications sync ${name}/web`), true);
    expect('whether it syncs elsewhere', await canI(server, secret, 'applications sync other/web'), false);
    expect('whether it reads users', await canI(server, secret, 'users get'), false);
    return { result: undefined, fact: 'here yes, elsewhere no, users no' };
  });

const narrow = (admin: Connection, { name, secret }: Project): Promise<void> =>
  step('The role is narrowed: the next check knows', async () => {
    await setRole(admin, name, ['get']);
    expect('whether it still syncs', await canI(admin.server, secret, `applications sync ${name}/web`), false);
    return { result: undefined, fact: 'to sync: no more' };
  });

/** In the end there is neither the rule nor the project. */
const bite = (admin: Connection, { username }: Account, viewer: string, { name }: Project): Promise<void> =>
  step('A prohibition beats what another rule allows', async () => {
    await addRule(admin, `p, ${username}, applications, *, ${name}/secret, deny`);
    expect('whether a viewer still gets', await canI(admin.server, viewer, `applications get ${name}/web`), true);
    expect('whether a viewer gets that', await canI(admin.server, viewer, `applications get ${name}/secret`), false);
    const params = { path: { project: name } };
    const { revokedTokens } = await admin.ask((api) => api.DELETE('/v1/projects/{project}', { params }));
    expect('how many tokens ended with the project', revokedTokens, 1);
    return { result: undefined, fact: 'and the project’s token ends with it' };
  });
