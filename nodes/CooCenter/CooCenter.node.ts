import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describeOperations, subtitleOf } from '../shared/describe';
import { executeOperations } from '../shared/execute';
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
		subtitle: subtitleOf('operation', operations),
		description: 'Control calls, queues and agents of a ZYCOO CooCenter or CooVox PBX',
		defaults: { name: 'CooCenter' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'cooCenterApi', required: true, testedBy: 'cooCenterApiTest' }],
		properties: describeOperations(resources, operations),
	};

	methods = { ...actionDropdowns, credentialTest: { cooCenterApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, operations, async () => await connect(this));
	}
}
