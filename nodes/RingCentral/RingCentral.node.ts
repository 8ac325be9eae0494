import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { actionSubtitle, describeOperations } from '../shared/action/describe';
import { documentationOf } from '../shared/action/documentation';
import { executeOperations } from '../shared/action/execute';
import { VERSIONS } from '../shared/newerDefaults';
import { connect } from './connect';
import { ringCentralJwtApiTest } from './credentialTest';
import { actionDropdowns } from './dropdowns/index';
import { authenticationField } from './fields/index';
import { operations, resources } from './operations';

/** Actions of RingCentral; everything it can do is in `operations/`. */
export class RingCentral implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RingCentral',
		name: 'ringCentral',
		icon: {
			light: 'file:../../icons/ringcentral.svg',
			dark: 'file:../../icons/ringcentral.dark.svg',
		},
		group: ['transform'],
		version: VERSIONS,
		subtitle: actionSubtitle(resources, operations),
		description:
			'Call log, live calls, messages, presence, queues and team messaging of RingCentral',
		documentationUrl: documentationOf('ringcentral'),
		defaults: { name: 'RingCentral' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// n8n asks no node about OAuth2: the test of that credential is in the credential.
		credentials: [
			{
				name: 'ringCentralOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'ringCentralJwtApi',
				required: true,
				displayOptions: { show: { authentication: ['jwt'] } },
				testedBy: 'ringCentralJwtApiTest',
			},
		],
		properties: [authenticationField, ...describeOperations(resources, operations, 'callLog')],
	};

	methods = { ...actionDropdowns, credentialTest: { ringCentralJwtApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, operations, async () => await connect(this));
	}
}
