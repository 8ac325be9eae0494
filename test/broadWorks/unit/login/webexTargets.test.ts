import { lastingSecrets, type XsiCredential } from '../../../../nodes/BroadWorks/authorization';
import { targetPath } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { lineMark, loginMark } from '../../../../nodes/BroadWorks/trigger/credential';
import { triggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import type { Panel } from '../../../../nodes/shared/trigger/panel';
import { ORGANIZATION, PEOPLE, webexId } from '../../../simulators/webex/people';

const { alice, bob } = PEOPLE;

const webex = (access: 'user' | 'administrator', changes: Partial<XsiCredential> = {}) =>
	({
		serverUrl: 'https://api-us.bcld.webex.com',
		authentication: 'webex',
		userId: alice.id,
		password: 'secret of the integration',
		accessToken: 'first',
		webex: { api: 'https://webexapis.com', organizationId: ORGANIZATION, access },
		...changes,
	}) as XsiCredential;

const panel = (parameters: Record<string, unknown>): Panel =>
	({
		getNodeParameter: (name: string, fallback: unknown) =>
			({ triggerOn: 'callEvent', delivery: 'channel', ...parameters })[name] ?? fallback,
	}) as unknown as Panel;

const pathOf = (parameters: Record<string, unknown>, credential: XsiCredential) =>
	targetPath(triggerSettings(panel(parameters), credential).spec.target);

describe('targets of a connected account', () => {
	it.each([
		['the own user', { targetType: 'user' }, `/v2.0/user/${alice.id}`],
		[
			'another user',
			{ targetType: 'user', userId: webexId('PEOPLE', bob.id) },
			`/v2.0/user/${bob.id}`,
		],
		['the organization', { targetType: 'enterprise' }, `/v2.0/serviceprovider/${ORGANIZATION}`],
		[
			'a group of it',
			{ targetType: 'group', groupId: 'HQ' },
			`/v2.0/serviceprovider/${ORGANIZATION}/group/HQ`,
		],
	])('%s', (_case, parameters, path) => {
		expect(pathOf(parameters, webex('administrator'))).toBe(path);
	});

	it.each(['enterprise', 'group'])(
		'%s needs an administrator, and the scope is named',
		(targetType) => {
			expect(() => pathOf({ targetType, groupId: 'HQ' }, webex('user'))).toThrow(/spark-admin:xsi/);
		},
	);
});

describe('a token that n8n has renewed', () => {
	const before = webex('user');
	const after = webex('user', { accessToken: 'second' });

	it('changes neither line nor secrets, though it is noticed', () => {
		expect(lineMark(after)).toBe(lineMark(before));
		expect(lastingSecrets(after)).toEqual(lastingSecrets(before));
		expect(loginMark(after)).not.toBe(loginMark(before));
	});

	it('is a secret like a password where a person has entered it', () => {
		const bearer = { authentication: 'bearer', accessToken: 'a' } as XsiCredential;
		expect(lastingSecrets(bearer)).toEqual(['', 'a']);
	});
});
