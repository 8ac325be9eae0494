import type { INodeProperties } from 'n8n-workflow';

/** Where a downloaded file goes. */
export const outputFileField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryProperty',
	type: 'string',
	default: 'data',
	description: 'Name of the binary field of the output item',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

/** The file of the input item that is sent. */
export const inputFileField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryProperty',
	type: 'string',
	default: 'data',
	description: 'Name of the binary field of the input item',
	required: true,
	hint: 'The name of the input field containing the binary file data to be sent',
};
