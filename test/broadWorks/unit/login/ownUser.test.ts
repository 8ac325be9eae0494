import type { XsiCredential } from '../../../../nodes/BroadWorks/authorization';
import { placeMark, specWith } from '../../../../nodes/BroadWorks/trigger/credential';
import { triggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import type { Panel } from '../../../../nodes/shared/trigger/panel';

const login = (changes: Partial<XsiCredential> = {}) =>
	({ serverUrl: 'https://xsp.example.net', userId: 'admin@x', ...changes }) as XsiCredential;

const settingsFor = (userId: string, credential = login()) => {
	const all: Record<string, unknown> = { triggerOn: 'callEvent', targetType: 'user', userId };
	const panel = { getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback };
	return triggerSettings(panel as unknown as Panel, credential);
};
const listening = settingsFor('');
const targetWith = (credential: XsiCredential) => specWith(listening, credential).target;

describe('a trigger without a user', () => {
	it.each([
		[{}, 'admin@x'],
		[{ defaultUserId: ' bob@x ' }, 'bob@x'],
	])('listens to the user of the credential: %j', (changes, userId) => {
		expect(settingsFor('', login(changes)).spec.target).toEqual({ kind: 'user', userId });
		expect(targetWith(login(changes))).toEqual({ kind: 'user', userId });
	});

	it('changes over with another default user, and one that has chosen stays', () => {
		const [before, after] = [login(), login({ defaultUserId: 'bob@x' })];
		expect(placeMark(after, listening)).not.toBe(placeMark(before, listening));
		const chosen = settingsFor('carol@x', after);
		expect(chosen.spec.target).toEqual({ kind: 'user', userId: 'carol@x' });
		expect(placeMark(after, chosen)).toBe(placeMark(before, chosen));
	});
});
