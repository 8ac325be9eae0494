import * as client from '../../../nodes/BroadWorks/client';
import { fixture } from '../support/fixtures';

describe('what the protocol core offers', () => {
	it('decodes an event document to its connector fields', () => {
		const xml = fixture('composed/event-dnd-on.xml');
		expect(client.decodeEvent(xml)).toMatchObject({
			type: 'DoNotDisturbEvent',
			active: true,
			ringSplash: false,
		});
		expect(client.readEvent(xml).xml).toBe(xml);
	});

	it('names nothing that is not there', () => {
		for (const [name, offered] of Object.entries(client)) {
			expect([name, offered]).not.toEqual([name, undefined]);
		}
	});
});
