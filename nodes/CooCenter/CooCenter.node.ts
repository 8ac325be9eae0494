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
import { connect } from './connect';
import { cooCenterApiTest } from './credentialTest';
import { actionDropdowns } from './dropdowns';
import { operations, resources } from './operations';

/** Actions of a ZYCOO CooCenter PBX; everything it can do is in `operations/`. */
export class CooCenter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CooCenter',
		name: 'cooCenter',
		icon: {
			light: 'file:../../icons/coocenter.svg',
			dark: 'file:../../icons/coocenter.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: actionSubtitle(resources, operations),
		description: 'Control calls, queues and agents of a ZYCOO CooCenter or CooVox PBX',
		documentationUrl: documentationOf('coocenter'),
		defaults: { name: 'CooCenter' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'cooCenterApi',
				required: true,
				displayOptions: exceptForConnection,
				testedBy: 'cooCenterApiTest',
			},
		],
		properties: describeOperations(resources, operations),
	};

	methods = { ...actionDropdowns, credentialTest: { cooCenterApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, operations, async () => await connect(this));
	}
}
