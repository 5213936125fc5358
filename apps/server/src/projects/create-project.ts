import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createProject, projectStream } from '@tokenledger/domain';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Cipher } from '../keys/cipher.js';
import { SubjectKeys } from '../keys/subject-keys.js';
import { newId as newProjectId } from '../platform/new-id.js';

export class CreateProject extends Command<void> {
  constructor(
    readonly by: CallerContext,
    readonly name: string,
    readonly description: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(CreateProject)
export class CreateProjectHandler implements ICommandHandler<CreateProject> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly subjectKeys: SubjectKeys,
    private readonly cipher: Cipher,
  ) {}

  /** What is written about a project is under a key of its own, as it is nobody's. */
  async execute({ by, name, description }: CreateProject): Promise<void> {
    const projectId = newProjectId();
    const about = { type: 'project', id: projectId } as const;
    const key = this.subjectKeys.create(projectId);
    const sealed = description ? [await this.cipher.seal(projectId, about, 'description', description)] : [];
    await this.log.append({
      ...(await this.provenance.ofCaller(by, about)),
      permission: { resource: 'projects', action: 'create', object: name },
      streams: [projectStream(projectId)],
      reads: { projectNames: [name] },
      decide: (state) => createProject(state, { projectId, name, description: sealed }),
      alongside: [key],
    });
  }
}
