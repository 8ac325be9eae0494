import type { WorkflowDefinition } from '../../../../n8n-driver/rest/rest-types';
import { nodeNames, triggerWorkflow } from '../../../support/n8n/workflows';
import type { TelephoneSystem } from './telephoneSystem';
import { targetParameters } from './triggerCases';

/** What the file of the first item holds. */
const READ_SOUND = {
	jsCode: `const [{ json, binary }] = $input.all();
const file = await this.helpers.getBinaryDataBuffer(0, 'sound');
return [{ json: { messageId: json.messageId, type: binary.sound.mimeType, head: file.toString('latin1', 0, 4) } }];`,
};

/** New Voicemail of a user with its sound -> a Code node that reads the file: its type, its first four bytes. */
export function withSound({ administrator }: TelephoneSystem): WorkflowDefinition {
	const definition = triggerWorkflow(administrator, {
		triggerOn: 'newVoicemail',
		...targetParameters.user,
		downloadAudio: true,
		binaryProperty: 'sound',
	});
	const code = { type: 'n8n-nodes-base.code', typeVersion: 2, parameters: READ_SOUND };
	const nodes = definition.nodes.map((node) =>
		node.name === nodeNames.end ? { ...node, ...code } : node,
	);
	return { ...definition, nodes };
}
