import type { IDataObject, INode } from 'n8n-workflow';

import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { executeOperations } from '../../../../nodes/shared/action/execute';
import type { Operation } from '../../../../nodes/shared/action/operation';
import { optional } from '../../../../nodes/shared/action/parameters';
import { n8nContext } from '../../../support/contexts/n8nContext';

const read: Operation<null> = {
	resource: 'call',
	name: 'get',
	label: 'Get',
	action: 'Get a call',
	description: 'Get a call',
	kind: 'read',
	fields: [],
	sample: {},
	run: async (context) => await Promise.resolve({ callId: optional(context, 'callId') }),
};

const node = (parameters: IDataObject, continueOnFail = false) => ({
	...n8nContext({ items: [{}, {}], continueOnFail }),
	// Of a field that is plain text n8n gives all that is stored, a list's choice too.
	getNodeParameter: (name: string) => parameters[name] as never,
});

const chosen = { resource: 'call', operation: 'get' };

const refused = async () =>
	await Promise.reject(new TelephonyError('badRequest', '"nowhere" is not a valid address'));

it('says what is wrong with a connection that cannot be made, and what to do', async () => {
	await expect(executeOperations(node(chosen), [read], refused)).rejects.toMatchObject({
		name: 'NodeOperationError',
		message: '"nowhere" is not a valid address',
		description: 'Check the values of the parameters.',
	});
});

it('gives that error for every item with Continue On Fail', async () => {
	const [items] = await executeOperations(node(chosen, true), [read], refused);
	expect(items).toEqual(
		[0, 1].map((item) => ({
			json: { error: '"nowhere" is not a valid address' },
			error: expect.objectContaining({ name: 'NodeOperationError' }) as Error,
			pairedItem: { item },
		})),
	);
});

it('answers the model of an AI agent with it, unless the tool shall stop the workflow', async () => {
	const tool = { type: 'n8n-nodes-telephony.broadWorksTool' } as INode;
	const asTool = { ...node(chosen), getNode: () => tool };
	const [[first]] = await executeOperations(asTool, [read], refused);
	expect(first.json).toEqual({
		error: '"nowhere" is not a valid address. Check the values of the parameters.',
	});
	tool.onError = 'stopWorkflow';
	await expect(executeOperations(asTool, [read], refused)).rejects.toThrow(
		'is not a valid address',
	);
});

it('takes what was chosen in a list for a field of the same name that is plain text', async () => {
	const parameters = { ...chosen, callId: { __rl: true, mode: 'list', value: ' 7 ' } };
	const connected = async () => await Promise.resolve(null);
	const [[first]] = await executeOperations(node(parameters), [read], connected);
	expect(first.json).toEqual({ callId: '7' });
});
