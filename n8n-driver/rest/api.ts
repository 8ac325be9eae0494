import { readExecution } from './executions';
import type { LineName } from '../install/lines';
import { N8nRefusal, type RestClient } from './rest-client';
import type {
	Execution,
	ExecutionSummary,
	JsonObject,
	ListEntry,
	NodeTypeDescription,
	StoredCredential,
	StoredWorkflow,
	WorkflowDefinition,
} from './rest-types';
import { PATIENCE, waitFor } from '../wait-for';

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage?: string | null }>;
}

interface ExecutionPage {
	results: ExecutionSummary[];
}

/** n8n gives no more at once. */
const executionsPerPage = 100;

/** What has to be known of the n8n behind the REST interface. */
export interface N8nView {
	line: LineName;
	/** The end of its log, for error messages. */
	logTail(): string;
}

/** What n8n's editor can do, on a 1.x and a 2.x alike. */
export class N8nApi {
	constructor(
		readonly rest: RestClient,
		private readonly n8n: N8nView,
	) {}

	get line(): LineName {
		return this.n8n.line;
	}

	private readonly explain = () => this.n8n.logTail();

	async createCredential(name: string, type: string, data: JsonObject): Promise<StoredCredential> {
		return await this.rest.data('POST', '/rest/credentials', { name, type, data });
	}

	/** Presses the credential's Test button; `status` is `OK` or `Error`. */
	async testCredential(
		credential: StoredCredential,
		data: JsonObject,
	): Promise<{ status: string; message: string }> {
		const { id, name, type } = credential;
		return await this.rest.data('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** All credentials, without their data. */
	async credentials(): Promise<StoredCredential[]> {
		return await this.rest.data('GET', '/rest/credentials');
	}

	async updateCredential({ id, name, type }: StoredCredential, data: JsonObject): Promise<void> {
		await this.rest.request('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	async deleteCredential(id: string): Promise<void> {
		await this.rest.request('DELETE', `/rest/credentials/${id}`);
	}

	/**
	 * Saves a new workflow, switched off; n8n finds credentials without an id by their name.
	 * @param tags ids; the names in the definition are for who imports it
	 */
	async createWorkflow(
		definition: WorkflowDefinition,
		tags: string[] = [],
	): Promise<StoredWorkflow> {
		return await this.rest.data('POST', '/rest/workflows', {
			settings: { executionOrder: 'v1' },
			...definition,
			tags,
			active: false,
			// 1.x looks for credentials only in a project that is named.
			projectId: await this.personalProjectId(),
		});
	}

	/** All workflows that are not archived, without their nodes. */
	async workflows(): Promise<Array<Pick<StoredWorkflow, 'id' | 'name'>>> {
		return await this.rest.data('GET', '/rest/workflows');
	}

	async getWorkflow(id: string): Promise<StoredWorkflow> {
		return await this.rest.data('GET', `/rest/workflows/${id}`);
	}

	/**
	 * Switches a workflow on and waits until its triggers run. n8n 2.x answers before it has tried and then
	 * retries by itself; 1.x answers when it is done.
	 * @throws Error with the trigger's message when a trigger cannot be started
	 */
	async activate(id: string, timeoutMs = PATIENCE): Promise<void> {
		const { versionId } = await this.getWorkflow(id);
		await this.rest.request('POST', `/rest/workflows/${id}/activate`, {
			versionId,
			name: 'Version',
			description: '',
		});
		if (!this.publishesInBackground) return;
		await waitFor(
			async () => {
				const { status, triggers } = await this.publicationStatus(id);
				if (status === 'failed' || status === 'partial') {
					const messages = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
					throw new Error(`n8n could not start the workflow: ${messages.join('; ')}`);
				}
				return status === 'published';
			},
			{ what: `workflow ${id} is published`, timeoutMs, explain: this.explain },
		);
	}

	async deactivate(id: string): Promise<void> {
		await this.rest.request('POST', `/rest/workflows/${id}/deactivate`, {});
		if (!this.publishesInBackground) return;
		await waitFor(async () => (await this.publicationStatus(id)).status === 'not_published', {
			what: `workflow ${id} is no longer published`,
			explain: this.explain,
		});
	}

	/** Switches a workflow off, if it is on, and removes it. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.rest.request('POST', `/rest/workflows/${id}/archive`, {});
		await waitFor(
			async () => {
				try {
					await this.rest.request('DELETE', `/rest/workflows/${id}`);
					return true;
				} catch (error) {
					// 2.x: still being unpublished.
					if (error instanceof N8nRefusal && error.status === 409) return false;
					throw error;
				}
			},
			{ what: `workflow ${id} can be deleted`, explain: this.explain },
		);
	}

	/**
	 * Presses Execute Workflow. A trigger that listens starts listening: the execution then runs until the
	 * first event.
	 * @returns the execution's id
	 */
	async startManually(id: string, trigger: string, destination: string): Promise<string> {
		return await this.start(await this.getWorkflow(id), trigger, destination);
	}

	private async start(
		workflowData: StoredWorkflow,
		trigger: string,
		destination?: string,
	): Promise<string> {
		const answer = await this.rest.data<{ executionId?: string }>(
			'POST',
			`/rest/workflows/${workflowData.id}/run`,
			{
				workflowData,
				triggerToStartFrom: { name: trigger },
				...(destination && { destinationNode: { nodeName: destination, mode: 'inclusive' } }),
			},
		);
		if (!answer.executionId) {
			throw new Error(`n8n did not start the workflow, it said: ${JSON.stringify(answer)}`);
		}
		return answer.executionId;
	}

	/** Executes a workflow by hand to its end. */
	async runManually(id: string, trigger: string, destination: string): Promise<Execution> {
		return await this.waitForExecution(await this.startManually(id, trigger, destination));
	}

	/**
	 * Saves a workflow and executes it by hand to its end. It stays in n8n: for what is thrown away as a whole
	 * afterwards, as deleting takes n8n longer than running.
	 * @param destination the last node that runs. With one, 1.123 runs no tools of an agent of version 3
	 */
	async runOnce(
		definition: WorkflowDefinition,
		trigger: string,
		destination?: string,
	): Promise<Execution> {
		const workflow = await this.createWorkflow(definition);
		return await this.waitForExecution(await this.start(workflow, trigger, destination));
	}

	/** All executions of a workflow, newest first, without their data. */
	async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const found: ExecutionSummary[] = [];
		for await (const page of this.executionPages(workflowId)) found.push(...page);
		return found;
	}

	/**
	 * Executions page by page, for whoever need not read all of them again. n8n sorts by when they began and turns pages
	 * by id: where workers begin several at once, its next page would leave some out. So pages overlap by half.
	 */
	async *executionPages(workflowId: string): AsyncGenerator<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const given = new Set<string>();
		for (let page = ''; ; ) {
			const path = `/rest/executions?filter=${filter}&limit=${executionsPerPage}${page}`;
			const { results } = await this.rest.data<ExecutionPage>('GET', path);
			const unknown = results.filter(({ id }) => !given.has(id));
			yield unknown;
			for (const { id } of unknown) given.add(id);
			if (results.length < executionsPerPage || unknown.length === 0) return;
			const ids = results.map(({ id }) => Number(id)).sort((one, other) => other - one);
			page = this.beforeId(ids[executionsPerPage / 2]);
		}
	}

	/** The page that begins with the execution before this one; 2.x refuses the way of 1.x. */
	private beforeId(id: number): string {
		if (this.line === 'one') return `&lastId=${id}`;
		const place = { version: 1, v1: { id: String(id), timestamp: new Date(0).toISOString() } };
		return `&cursor=${Buffer.from(JSON.stringify(place)).toString('base64url')}`;
	}

	async getExecution(id: string): Promise<Execution> {
		const known = this.ended.get(id);
		if (known) return known;
		const execution = readExecution(await this.rest.data('GET', `/rest/executions/${id}`));
		if (hasEnded(execution)) this.ended.set(id, execution);
		return execution;
	}

	/** What has ended does not change any more, and whoever waits asks for it again and again. */
	private readonly ended = new Map<string, Execution>();

	async stopExecution(id: string): Promise<void> {
		await this.rest.request('POST', `/rest/executions/${id}/stop`, {});
	}

	/** Waits until an execution has ended, well or not. */
	async waitForExecution(id: string, timeoutMs = PATIENCE): Promise<Execution> {
		return await waitFor(
			async () => {
				const execution = await this.getExecution(id);
				return hasEnded(execution) && execution;
			},
			{ what: `execution ${id} has ended`, timeoutMs, explain: this.explain },
		);
	}

	/** Waits until a workflow has at least `count` ended executions and gives all that ended, oldest first. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeoutMs = PATIENCE,
	): Promise<Execution[]> {
		const ended = await waitFor(
			async () => {
				const found = (await this.listExecutions(workflowId)).filter(hasEnded);
				return found.length >= count && found;
			},
			{ what: `workflow ${workflowId} has run ${count} time(s)`, timeoutMs, explain: this.explain },
		);
		const executions = await Promise.all(ended.map(async ({ id }) => await this.getExecution(id)));
		return executions.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** All node types n8n has loaded. */
	async nodeTypes(): Promise<NodeTypeDescription[]> {
		return await this.rest.request('GET', '/types/nodes.json');
	}

	/** The JSON schema by which the editor shows what an operation gives before it has run. */
	async outputSchema(
		nodeType: string,
		version: string,
		{ resource, name }: { resource: string; name: string },
	): Promise<JsonObject> {
		return await this.rest.request(
			'GET',
			`/schemas/${nodeType}/${version}/${resource}/${name}.json`,
		);
	}

	/** What a dropdown with `loadOptionsMethod` offers. */
	async loadOptions(node: DynamicField): Promise<ListEntry[]> {
		return await this.rest.data('POST', '/rest/dynamic-node-parameters/options', dynamicBody(node));
	}

	/** What a resource locator's list offers. */
	async searchList(
		node: DynamicField,
		filter?: string,
		paginationToken?: string,
	): Promise<{ results: ListEntry[]; paginationToken?: string }> {
		return await this.rest.data('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
			...dynamicBody(node),
			filter,
			paginationToken,
		});
	}

	/** The fields that a resource mapper offers. */
	async mapperFields(
		node: DynamicField,
	): Promise<{ fields: Array<{ id: string; required: boolean }> }> {
		return await this.rest.data(
			'POST',
			'/rest/dynamic-node-parameters/resource-mapper-fields',
			dynamicBody(node),
		);
	}

	/** The id of the owner's own project, where data tables live. */
	async personalProjectId(): Promise<string> {
		const read = async () => await this.rest.data<{ id: string }>('GET', '/rest/projects/personal');
		this.projectId ??= (await read()).id;
		return this.projectId;
	}

	private projectId?: string;

	/** The packages on n8n's Community nodes page. */
	async communityPackages(): Promise<
		Array<{
			packageName: string;
			installedVersion: string;
			installedNodes: Array<{ type: string }>;
		}>
	> {
		return await this.rest.data('GET', '/rest/community-packages');
	}

	/** 2.x answers before it has switched a workflow on or off; 1.x when it has. */
	private get publishesInBackground(): boolean {
		return this.line === 'two';
	}

	private async publicationStatus(id: string): Promise<PublicationStatus> {
		return await this.rest.data('GET', `/rest/workflows/${id}/publication-status`);
	}
}

/** A field whose choices come from the server. */
export interface DynamicField {
	/** Full type name. */
	nodeType: string;
	typeVersion: number;
	/** Name of the parameter, with its path: `parameters.userId`. */
	path: string;
	/** The node's `loadOptions`, `listSearch` or `resourceMapping` method. */
	methodName: string;
	parameters: JsonObject;
	credentials: Record<string, { id: string; name: string }>;
}

function dynamicBody({
	nodeType,
	typeVersion,
	path,
	methodName,
	parameters,
	credentials,
}: DynamicField) {
	return {
		nodeTypeAndVersion: { name: nodeType, version: typeVersion },
		path,
		methodName,
		currentNodeParameters: parameters,
		credentials,
	};
}

function hasEnded({ status }: ExecutionSummary): boolean {
	return ['success', 'error', 'crashed', 'canceled'].includes(status);
}
