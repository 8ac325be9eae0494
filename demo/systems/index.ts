import { backends } from '../../scripts/backends';
import type { CleanUp } from '../clean-up';
import type { WorkflowDefinition } from '../../n8n-driver/rest/rest-types';
import type { TelephoneSystem } from './system';

/** Starts one of each backend, from the file of its name; each ends when everything is cleared up. */
export async function startSystems(cleanUp: CleanUp): Promise<TelephoneSystem[]> {
	const running: TelephoneSystem[] = [];
	for (const { name } of backends) {
		const { startSystem } = (await import(`./${name}`)) as {
			startSystem(): Promise<TelephoneSystem>;
		};
		const system = await startSystem();
		cleanUp.add(`simulator of ${system.name}`, async () => await system.close());
		running.push(system);
	}
	return running;
}

/** The one whose credentials a workflow asks for, by their names. */
export function systemOf(
	{ nodes }: WorkflowDefinition,
	running: readonly TelephoneSystem[],
): TelephoneSystem | undefined {
	const asked = nodes.flatMap(({ credentials = {} }) =>
		Object.values(credentials).map(({ name }) => name),
	);
	return running.find(({ credentials }) => credentials.some(({ name }) => asked.includes(name)));
}

/** Tells a system where the webhook of a workflow is, if it has one. */
export function letPush(
	system: TelephoneSystem,
	{ nodes }: WorkflowDefinition,
	n8nUrl: string,
): void {
	const trigger = nodes.find(
		({ type, webhookId }) => webhookId !== undefined && /Trigger$/.test(type),
	);
	if (trigger) system.pushTo?.(`${n8nUrl}/webhook/${trigger.webhookId}`);
}
