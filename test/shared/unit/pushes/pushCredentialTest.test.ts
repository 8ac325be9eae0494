import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';

import { pushCredentialTest } from '../../../../nodes/shared/trigger/webhook/pushCredentialTest';

const context = {} as ICredentialTestFunctions;
const tested = async (data: ICredentialsDecrypted['data']) =>
	await pushCredentialTest.call(context, { id: '1', name: 'Pushes', type: 'x', data });

describe('the test of a credential for pushes', () => {
	it('makes a secret where there is none, another one each time, that then is good', async () => {
		const made = [];
		for (const secret of ['', '  ', null as unknown as string]) {
			const { status, message } = await tested({ secret });
			expect(status).toBe('Error');
			const [, offered] =
				/Enter this new one under Secret and save again: ([\w-]{32})$/.exec(message) ?? [];
			made.push(offered);
			expect(await tested({ secret: offered })).toMatchObject({ status: 'OK' });
		}
		expect(new Set(made).size).toBe(3);
	});

	it('keeps to a secret that was entered', async () => {
		expect(await tested({ secret: 'chosen-by-hand' })).toMatchObject({ status: 'OK' });
		expect(await tested({ secret: 'short' })).toEqual({
			status: 'Error',
			message: 'The secret of the credential is too short: use at least 8 characters',
		});
	});

	it('says which address is not one', async () => {
		const { status, message } = await tested({ secret: 'chosen-by-hand', allowedIps: 'x' });
		expect([status, message]).toEqual(['Error', expect.stringContaining('"x"')]);
	});
});
