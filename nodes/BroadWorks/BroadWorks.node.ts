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
import { broadWorksXsiApiTest } from './credentialTest';
import { actionDropdowns } from './dropdowns';
import { authenticationField } from './login/fields';
import { operations, resources } from './operations';
import { withUserAdvice } from './userAdvice';

/** Actions of BroadWorks XSI; everything it can do is in `operations/`. */
export class BroadWorks implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BroadWorks',
		name: 'broadWorks',
		icon: {
			light: 'file:../../icons/broadworks.svg',
			dark: 'file:../../icons/broadworks.dark.svg',
		},
		group: ['transform'],
		version: VERSIONS,
		subtitle: actionSubtitle(resources, operations),
		description: 'Control calls and call center agents of BroadWorks XSI (BluIP, Webex Calling)',
		documentationUrl: documentationOf('broadworks'),
		defaults: { name: 'BroadWorks' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// n8n asks no node about OAuth2: the test of that credential is in the credential.
		credentials: [
			{
				name: 'broadWorksXsiApi',
				required: true,
				displayOptions: { show: { authentication: ['xsi'] } },
				testedBy: 'broadWorksXsiApiTest',
			},
			{
				name: 'webexCallingOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['webex'] } },
			},
		],
		properties: [authenticationField, ...describeOperations(resources, operations)],
	};

	methods = { ...actionDropdowns, credentialTest: { broadWorksXsiApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const advised = operations.map(withUserAdvice);
		return await executeOperations(this, advised, async () => await connect(this));
	}
}
