import { connectOAuth2 } from '../n8n-driver/rest/connect-oauth2';
import { importWorkflow, readExampleWorkflows } from '../n8n-driver/example-workflows';
import type { StoredWorkflow } from '../n8n-driver/rest/rest-types';
import type { Workbench } from '../n8n-driver/workbench';
import { letPush, systemOf } from './systems';
import type { TelephoneSystem } from './systems/system';

/**
 * Makes n8n and the telephone systems known to each other: credentials, templates that are missing, and where to
 * push. A user folder that was kept has all of them already, perhaps with the ports of an earlier start.
 * @returns the ids of the templates' workflows by file name, and which are new and to be switched on: those that a
 * button starts, as the others need a chat, a CRM or a mail server
 */
export async function letIn(bench: Workbench, running: readonly TelephoneSystem[]) {
	await letInCredentials(bench, running);
	const known = new Map((await bench.api.workflows()).map(({ id, name }) => [name, id]));
	const ids: Record<string, string> = {};
	const live = running.flatMap(({ deeds }) => deeds.flatMap(({ templates }) => templates));
	const added: StoredWorkflow[] = [];
	for (const [file, definition] of Object.entries(readExampleWorkflows())) {
		const id = known.get(definition.name);
		if (id !== undefined) {
			ids[file] = id;
			continue;
		}
		const system = systemOf(definition, running);
		const workflow = await importWorkflow(bench.api, system?.prepare?.(definition) ?? definition);
		ids[file] = workflow.id;
		if (live.includes(file)) added.push(workflow);
	}
	// A system pushes to one address: that of the template its buttons start, which is switched on.
	for (const file of live) {
		const workflow = await bench.api.getWorkflow(ids[file]);
		const system = systemOf(workflow, running);
		if (system) letPush(system, workflow, bench.server.url);
	}
	return { ids, added };
}

async function letInCredentials({ api }: Workbench, running: readonly TelephoneSystem[]) {
	const stored = await api.credentials();
	for (const { name, type, data, connects } of running.flatMap(({ credentials }) => credentials)) {
		const known = stored.find((credential) => credential.name === name && credential.type === type);
		const credential = known ?? (await api.createCredential(name, type, data));
		if (known) await api.updateCredential(known, data);
		if (connects) await connectOAuth2(api, credential);
	}
}
