import { setTimeout as pause } from 'node:timers/promises';

import type { Bench, FaultRow } from '../../faults/row';

const parameters = { delivery: 'httpContact' };

/** Posts that come as fast as they are taken. */
const BURST = 4_000;

/** Bytes beyond what n8n's webhook takes from the server. */
const TOO_LARGE = 4 * 1024 * 1024 + 1;

function contactOf({ phones }: Bench): string {
	const contacts = phones.world.subscriptions.all().map(({ contact }) => contact);
	if (contacts.length !== 1 || contacts[0] === undefined) {
		throw new Error(`One subscription with a contact was expected, not ${contacts.length}`);
	}
	return contacts[0];
}

function exactlyOne(bench: Bench, before?: string): void {
	const ids = bench.phones.world.subscriptions.all().map(({ id }) => id);
	if (ids.length !== 1) bench.complain(`the server has ${ids.length} subscriptions`);
	else if (before !== undefined && ids[0] !== before) {
		bench.complain('the subscription was made anew instead of being adopted');
	}
}

const subscriptionOf = ({ phones }: Bench) => phones.world.subscriptions.all()[0].id;

async function post(address: string, body: string): Promise<number> {
	const headers = { 'Content-Type': 'application/xml; charset=UTF-8' };
	return (await fetch(address, { method: 'POST', headers, body })).status;
}

const eventOf = (
	subscriptionId: string,
	eventId = '5d0c0000-0000-4000-8000-000000000001',
	data = '',
) =>
	'<?xml version="1.0" encoding="UTF-8"?><xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" ' +
	'xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent">' +
	`<xsi:eventID>${eventId}</xsi:eventID><xsi:subscriptionId>${subscriptionId}</xsi:subscriptionId>` +
	`<xsi:eventData xsi1:type="xsi:CallReleasedEvent">${data}</xsi:eventData></xsi:Event>`;

/** Delivery by HTTP contact. */
export const contactRows: FaultRow[] = [
	{
		name: 'HTTP contact: n8n stopped and started',
		parameters,
		before: 4,
		async inject(bench) {
			const id = subscriptionOf(bench);
			await bench.n8n.stop();
			await bench.wait(2);
			await bench.n8n.start();
			await bench.wait(1);
			exactlyOne(bench, id);
		},
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'HTTP contact: n8n killed hard',
		parameters,
		before: 4,
		async inject(bench) {
			const id = subscriptionOf(bench);
			await bench.n8n.kill();
			await bench.wait(2);
			await bench.n8n.start();
			await bench.wait(1);
			exactlyOne(bench, id);
		},
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'HTTP contact: subscription terminated',
		parameters,
		inject: ({ phones }) => phones.fault({ kind: 'terminateSubscription' }),
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'HTTP contact: subscription gone without a word',
		parameters,
		inject: ({ phones }) => phones.fault({ kind: 'terminateSubscription', silent: true }),
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'HTTP contact: subscription gone while n8n was away',
		parameters,
		before: 4,
		async inject({ n8n, phones }) {
			await n8n.stop();
			phones.fault({ kind: 'terminateSubscription', silent: true });
			await n8n.start();
		},
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'HTTP contact: duplicate posts',
		parameters,
		async inject({ phones, wait }) {
			phones.fault({ kind: 'duplicate', times: 100 });
			await wait(2);
		},
	},
	{
		name: 'HTTP contact: reordering',
		parameters,
		async inject({ phones, wait }) {
			phones.fault({ kind: 'reorder', times: 50 });
			await wait(3);
		},
	},
	{
		name: 'HTTP contact: burst of 4,000 posts at once',
		parameters,
		// What n8n has to work off behind it.
		within: 60,
		async inject(bench) {
			const id = subscriptionOf(bench);
			const documentOf = (eventId: string) =>
				eventOf(id, eventId, `<xsi:call><xsi:callId>${eventId}</xsi:callId></xsi:call>`);
			await bench.phones.postBurst(contactOf(bench), documentOf, BURST);
			exactlyOne(bench, id);
		},
	},
	{
		name: 'HTTP contact: posts of strangers',
		parameters,
		async inject(bench) {
			const address = contactOf(bench);
			const wrong = new URL(address);
			wrong.searchParams.set('token', 'guessed');
			const none = new URL(address);
			none.search = '';
			const own = eventOf(subscriptionOf(bench));
			const cases: Array<[what: string, address: string, body: string, status: number]> = [
				['a wrong secret', wrong.href, own, 401],
				['no secret', none.href, own, 401],
				['another subscription', address, eventOf('somebody-elses'), 403],
				['no XML', address, 'this is not XML at all', 400],
				['an empty body', address, '', 400],
				['too large a body', address, 'x'.repeat(TOO_LARGE), 413],
			];
			for (const [what, to, body, status] of cases) {
				const found = await post(to, body);
				if (found !== status) bench.complain(`${what} got ${found} instead of ${status}`);
				await pause(50);
			}
		},
	},
];
