import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
} from '../../../../n8n-driver/rest/rest-types';
import { alice, type TelephoneSystem } from '../../../broadWorks/n8n/support/telephoneSystem';
import type { QueueMode } from '../../../support/n8n/processes/queueMode';
import { pushSecret } from '../../../support/n8n/pushed';
import { byId, triggerWorkflow } from '../../../support/n8n/workflows';

/** The n8n that all tests of queue mode share; it stands when they run, not when they are declared. */
export interface Cluster {
	readonly queue: QueueMode;
	readonly api: N8nApi;
}

/** What Udesk's pushes are known by. */
export const udeskSecret = async ({ api }: Cluster): Promise<StoredCredential> =>
	await api.createCredential('Udesk', 'udeskWebhookApi', { secret: pushSecret });

export const callReceived = (
	system: TelephoneSystem,
	options: JsonObject = {},
): WorkflowDefinition =>
	triggerWorkflow(system.administrator, {
		triggerOn: 'callEvent',
		type: ['CallReceivedEvent'],
		targetType: 'user',
		userId: byId(alice),
		options,
	});
