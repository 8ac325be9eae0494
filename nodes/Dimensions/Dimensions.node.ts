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
import { actionDropdowns } from './dropdowns';
import { operations, resources } from './operations';

/** The contact directories of Dimensions; everything the node can do is in `operations/`. */
export class Dimensions implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Dimensions',
		name: 'dimensions',
		icon: {
			light: 'file:../../icons/dimensions.svg',
			dark: 'file:../../icons/dimensions.dark.svg',
		},
		group: ['transform'],
		version: VERSIONS,
		subtitle: actionSubtitle(resources, operations),
		description: 'Read and change the contact directories of Dimensions (Xarios, MyReports)',
		documentationUrl: documentationOf('dimensions'),
		defaults: { name: 'Dimensions' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// The test is in the credential: n8n asks no node about OAuth2.
		credentials: [
			{
				name: 'dimensionsOAuth2Api',
				required: true,
				displayOptions: exceptForConnection,
			},
		],
		properties: describeOperations(resources, operations, 'directory'),
	};

	methods = actionDropdowns;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, operations, async () => await connect(this));
	}
}
