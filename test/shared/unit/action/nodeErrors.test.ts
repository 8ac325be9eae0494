import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { toActivationError, toNodeError } from '../../../../nodes/shared/action/nodeErrors';

const node: INode = {
	id: '1',
	name: 'BroadWorks',
	type: 'n8n-nodes-telephony.broadWorks',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('the error a user sees', () => {
	it('says what happened, for which item, and what to do', () => {
		const error = toNodeError(node, new TelephonyError('badRequest', 'The parameter is empty'), 2);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toContain('The parameter is empty');
		expect(error.message).toContain('[item 2]');
		expect(error.description).toContain('Check the values');
	});

	it('keeps the status, and the vendor’s own words in the description', () => {
		const cause = new TelephonyError('notFound', 'The server does not know this call', {
			status: 404,
			vendorText: 'Call not found',
			vendorCode: '110001',
		});
		const error = toNodeError(node, cause, 0);
		expect(error).toBeInstanceOf(NodeApiError);
		expect((error as NodeApiError).httpCode).toBe('404');
		expect(error.message).toContain('The server does not know this call');
		expect(error.description).toContain('Call not found (code 110001)');
	});

	it('does not say the vendor’s words twice', () => {
		const error = toNodeError(
			node,
			new TelephonyError('badRequest', 'The PBX refused: no such agent', {
				vendorText: 'no such agent.',
				vendorCode: '7',
			}),
		);
		expect(error.description).toMatch(/ Code: 7$/);
	});

	it('says how long a server asked to wait', () => {
		const cause = new TelephonyError('rateLimited', 'Too many', { status: 429, waitMs: 90_000 });
		expect(toNodeError(node, cause).description).toContain('wait 90 seconds');
	});

	it('has no class whose headline n8n 1.123 drops at publishing', () => {
		const details = { status: 404, vendorText: 'Nothing', vendorCode: '7' };
		const missing = new TelephonyError('notFound', 'There is no group HQ in demo', details);
		const error = toActivationError(node, missing);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).not.toBeInstanceOf(NodeApiError);
		expect(error.message).toBe('There is no group HQ in demo');
		expect(error.description).toBe(toNodeError(node, missing).description);
		const empty = new TelephonyError('badRequest', 'The parameter is empty');
		expect(toActivationError(node, empty).message).toBe('The parameter is empty');
	});

	it('leaves n8n’s own errors alone', () => {
		const own = new NodeOperationError(node, 'x');
		expect(toNodeError(node, own)).toBe(own);
	});

	it('wraps anything else', () => {
		expect(toNodeError(node, new Error('odd')).message).toContain('odd');
		expect(toNodeError(node, 'text').message).toContain('text');
	});

	it('is one text for the model of an AI agent', () => {
		const tool = { ...node, type: `${node.type}Tool` };
		const ended = new TelephonyError('notFound', 'The call c-1 has ended', {
			status: 404,
			vendorText: 'Call not found',
			vendorCode: '110001',
		});
		expect(toNodeError(tool, ended, 0).message).toBe(
			'The call c-1 has ended. Check the IDs. What they name may have ended or been removed meanwhile. The server says: Call not found (code 110001)',
		);
		const gone = new TelephonyError('unavailable', 'pbx:80 cannot be reached', {
			vendorCode: 'ECONNREFUSED',
		});
		expect(toNodeError(tool, gone, 0).message).toBe(
			'pbx:80 cannot be reached. Check the server address in the credential, the network and the server.',
		);
	});
});
