import { memberOf, schemaErrors } from './openApi/openApiSchema';
import { ALICE, OWN, SALES, TestClient } from './testClient';

const TM = '/team-messaging/v1';

/** Kind of an event by its path, and the schema of its body. */
const SCHEMAS: [path: RegExp, schema: string | undefined][] = [
	[/\/presence\/dnd$/, undefined],
	[/\/call-queues\/\d+\/presence$/, undefined],
	[/\/presence$/, 'DetailedExtensionPresenceEventBody'],
	[/\/telephony\/sessions$/, 'TelephonySessionsEventBody'],
	[/\/voicemail$/, 'VoicemailMessageEventBody'],
	[/\/message-store\/instant$/, 'InstantMessageEventBody'],
	[/\/message-store$/, 'MessageEventBody'],
	[/\/fax$/, undefined],
	[/\/team-messaging\/v1\/(posts|chats)$/, undefined],
];

/** Where the printed samples, which are followed, are not as the file says (test/ringCentral/fixtures/README.md). */
const DIFFERENCES: Record<string, string[]> = {
	VoicemailMessageEventBody: ['attachments[0].id', 'id', 'type'],
	InstantMessageEventBody: ['attachments[0].id'],
};

describe('bodies of events', () => {
	test('are as the file says, or as the printed sample', async () => {
		const client = await TestClient.start();
		const { messages, people, control } = client.world;
		const to = people.get(ALICE);
		const from = { phoneNumber: '+12155550101', name: 'Jane Doe' };
		messages.voicemail({ to, from });
		messages.sms({ to, from: from.phoneNumber, text: 'Hi' });
		messages.fax({ to, from: from.phoneNumber });
		await client.send('PUT', `${OWN}/presence`, { json: { dndStatus: 'DoNotAcceptAnyCalls' } });
		await client.send('PUT', `${OWN}/presence`, { json: { dndStatus: 'TakeAllCalls' } });
		await client.send('PUT', `${OWN}/call-queue-presence`, {
			json: { records: [{ callQueue: { id: SALES }, acceptCalls: false }] },
		});
		const members = [{ email: 'carol@example.com' }];
		const opened = await client.send('POST', `${TM}/conversations`, { json: { members } });
		await client.send('POST', `${TM}/chats/${String(opened.body.id)}/posts`, {
			json: { text: 'Hello' },
		});
		const call = control.place({ from: '+12155550101', to: '101' }).telephonySessionId;
		control.answer(call);
		control.hangUp(call);

		const seen = new Set<number>();
		for (const { path, body } of client.events) {
			const index = SCHEMAS.findIndex(([pattern]) => pattern.test(path));
			expect([path, index]).not.toEqual([path, -1]);
			seen.add(index);
			const [, schema] = SCHEMAS[index];
			if (schema === undefined) continue;
			const found = schemaErrors({ $ref: `#/components/schemas/${schema}` }, body).map(memberOf);
			expect([path, found.sort()]).toEqual([path, DIFFERENCES[schema] ?? []]);
		}
		expect([...seen].sort()).toEqual(SCHEMAS.map((_, index) => index));
		expect(await client.stop()).toEqual([]);
	});
});
