import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { exceptForConnection } from '../shared/trigger/line/stateOperation';
import { actionSubtitle, describeOperations } from '../shared/action/describe';
import { documentationOf } from '../shared/action/documentation';
import { executeOperations } from '../shared/action/execute';
import { VERSIONS } from '../shared/newerDefaults';
import { connect } from './connect';
import { udeskApiTest } from './credentialTest';
import { actionDropdowns } from './dropdowns';
import { operations, resources } from './operations';

/** Actions of the Udesk call center; everything it can do is in `operations/`. */
export class Udesk implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Udesk',
		name: 'udesk',
		icon: { light: 'file:../../icons/udesk.svg', dark: 'file:../../icons/udesk.dark.svg' },
		group: ['transform'],
		version: VERSIONS,
		subtitle: actionSubtitle(resources, operations),
		description: 'Place, control and look up calls of the Udesk call center',
		documentationUrl: documentationOf('udesk'),
		defaults: { name: 'Udesk' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'udeskApi',
				required: true,
				displayOptions: exceptForConnection,
				testedBy: 'udeskApiTest',
			},
		],
		properties: describeOperations(resources, operations, 'number'),
	};

	methods = { ...actionDropdowns, credentialTest: { udeskApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, operations, async () => await connect(this));
	}
}
