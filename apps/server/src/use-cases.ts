import { ProveEventHandler } from './audit/prove-event.js';
import { ReadDiffHandler } from './audit/read-diff.js';
import { ReadEntriesHandler } from './audit/read-entries.js';
import { ReadLivesHandler } from './audit/read-lives.js';
import { ReadStateHandler } from './audit/read-state.js';
import { ReadTrailHandler } from './audit/read-trail.js';
import { GetKeysHandler } from './key-rotation/get-keys.js';
import { KeyRotation } from './key-rotation/key-rotation.js';
import { KeySteps } from './key-rotation/key-steps.js';
import { RotateKeysHandler } from './key-rotation/rotate-keys.js';
import { ChangePermissionsHandler } from './policy/change-permissions.js';
import { ChangePolicyHandler } from './policy/change-policy.js';
import { GetPermissionsHandler } from './policy/get-permissions.js';
import { GetPolicyHandler } from './policy/get-policy.js';
import { PreviewPermissionsHandler } from './policy/preview-permissions.js';
import { PreviewPolicyHandler } from './policy/preview-policy.js';
import { CreateProjectHandler } from './projects/create-project.js';
import { DeleteProjectHandler } from './projects/delete-project.js';
import { DescribeProjectHandler } from './projects/describe-project.js';
import { GetProjectHandler } from './projects/get-project.js';
import { ListProjectsHandler } from './projects/list-projects.js';
import { RemoveRoleHandler } from './projects/remove-role.js';
import { SetRoleHandler } from './projects/set-role.js';
import { EndSessionHandler } from './tokens/end-session.js';
import { ExpireTokens } from './tokens/expire-tokens.js';
import { GetTokenHandler } from './tokens/get-token.js';
import { IssueRoleTokenHandler } from './tokens/issue-role-token.js';
import { IssueTokenHandler } from './tokens/issue-token.js';
import { ListRoleTokensHandler } from './tokens/list-role-tokens.js';
import { ListTokensHandler } from './tokens/list-tokens.js';
import { RevokePresentedHandler } from './tokens/revoke-presented.js';
import { RevokeRoleTokenHandler } from './tokens/revoke-role-token.js';
import { RevokeTokenHandler } from './tokens/revoke-token.js';
import { RevokeTokensHandler } from './tokens/revoke-tokens.js';
import { RotateTokenHandler } from './tokens/rotate-token.js';
import { StartSessionHandler } from './tokens/start-session.js';
import { ChangePasswordHandler } from './users/change-password.js';
import { ChangeUserHandler } from './users/change-user.js';
import { DeleteUserHandler } from './users/delete-user.js';
import { EraseUserHandler } from './users/erase-user.js';
import { FindUserHandler } from './users/find-user.js';
import { GetErasureHandler } from './users/get-erasure.js';
import { GetUserHandler } from './users/get-user.js';
import { HoldUserHandler } from './users/hold-user.js';
import { ListUsersHandler } from './users/list-users.js';
import { RegisterUserHandler } from './users/register-user.js';
import { ResetPasswordHandler } from './users/reset-password.js';

/** Every command and query there is: who carries it out. */
export const USE_CASES = [
  StartSessionHandler,
  EndSessionHandler,
  RegisterUserHandler,
  GetUserHandler,
  ListUsersHandler,
  ChangeUserHandler,
  ChangePasswordHandler,
  ResetPasswordHandler,
  DeleteUserHandler,
  HoldUserHandler,
  EraseUserHandler,
  GetErasureHandler,
  IssueTokenHandler,
  GetTokenHandler,
  ListTokensHandler,
  RevokeTokenHandler,
  GetPolicyHandler,
  PreviewPolicyHandler,
  ChangePolicyHandler,
  ChangePermissionsHandler,
  FindUserHandler,
  CreateProjectHandler,
  DescribeProjectHandler,
  DeleteProjectHandler,
  GetProjectHandler,
  ListProjectsHandler,
  SetRoleHandler,
  RemoveRoleHandler,
  IssueRoleTokenHandler,
  ListRoleTokensHandler,
  RevokeRoleTokenHandler,
  GetPermissionsHandler,
  PreviewPermissionsHandler,
  RevokeTokensHandler,
  RevokePresentedHandler,
  RotateTokenHandler,
  ReadTrailHandler,
  ReadEntriesHandler,
  ProveEventHandler,
  ReadStateHandler,
  ReadLivesHandler,
  ReadDiffHandler,
  GetKeysHandler,
  RotateKeysHandler,
  KeySteps,
  KeyRotation,
  ExpireTokens,
];
