import type { IDataObject } from 'n8n-workflow';

import { formOf, itemOf } from '../../../support/contexts/pushReceiver';

/** Where a backend has the name and number of a caller, and what else makes a call of it. */
interface Where {
	call: Record<string, string>;
	name: string;
	number: string;
}

const backends: Record<string, Where> = {
	CooCenter: {
		call: { event: 'hangup', uniqueid: '1.2' },
		name: 'calleridname',
		number: 'calleridnum',
	},
	Udesk: {
		call: { call_id: '1', workflow: 'in' },
		name: 'nick_name',
		number: 'customer_phone',
	},
	Dimensions: { call: { dir: '2' }, name: 'cliName', number: 'cliNum' },
};

const names = Object.keys(backends);
const FORM = 'application/x-www-form-urlencoded';

/** The members of a push of Dimensions stand in `cdr`. */
const membersOf = (item: IDataObject) => (item.cdr ?? item) as IDataObject;

async function callerOf(backend: string, name: string, number: string) {
	const { call, ...where } = backends[backend];
	const body = { ...call, [where.name]: name, [where.number]: number };
	const record = await itemOf(backend, { body, panel: { output: 'callRecord' } });
	const members = membersOf(await itemOf(backend, { body }));
	const raw = await itemOf(backend, { body, panel: { output: 'raw' } });
	expect(raw).toEqual(body);
	return { from: record.from, name: members[where.name], number: members[where.number] };
}

const words = [
	'<unknown>',
	'unknown',
	'anonymous',
	'Anonymous',
	'anonymous@anonymous.invalid',
	'sip:anonymous@anonymous.invalid',
	'Restricted',
	'unavailable',
	'private',
	'asterisk',
	'<>',
	'No Caller ID',
	'匿名',
];

test.each(names.flatMap((backend) => words.map((word) => [backend, word] as const)))(
	'%s: %s is neither a name nor a number',
	async (backend, word) => {
		expect(await callerOf(backend, word, word)).toEqual({ from: {}, name: null, number: null });
	},
);

test.each(names)('%s: a name without a number, and a number without a name', async (backend) => {
	expect(await callerOf(backend, 'Wang', 'anonymous')).toEqual({
		from: { name: 'Wang' },
		name: 'Wang',
		number: null,
	});
	expect(await callerOf(backend, '<unknown>', '13800000000')).toEqual({
		from: { number: '13800000000' },
		name: null,
		number: '13800000000',
	});
});

test.each(names)('%s: people who answer are named by no such word either', async (backend) => {
	const body = {
		CooCenter: { event: 'hangup', uniqueid: '1.2', connectedlinename: '<unknown>' },
		Udesk: { call_id: '1', agent_nick_name: 'unknown', display_number: 'anonymous' },
		Dimensions: { cdr: { ans: 1, ansUsrName: '<unknown>', ansUsrNum: 'unknown', ddiNum: '<>' } },
	}[backend];
	const { agent, to } = await itemOf(backend, { body, panel: { output: 'callRecord' } });
	expect([agent, to]).toEqual([undefined, {}]);
});

test.each(names)('%s: a form that was escaped or not gives the same', async (backend) => {
	const { call, name, number } = backends[backend];
	const record = { ...call, [name]: 'Wang', [number]: '+8613800000000' };
	const asJson = await itemOf(backend, { body: record });
	expect(membersOf(asJson)[number]).toBe('+8613800000000');
	for (const isEscaped of [true, false]) {
		const form = { body: formOf(record, isEscaped), contentType: FORM };
		expect(membersOf(await itemOf(backend, form))[number]).toBe('+8613800000000');
		const blanks = { ...form, body: `${form.body}%20` };
		expect(membersOf(await itemOf(backend, blanks))[number]).toBe('+8613800000000');
		const output = { panel: { output: 'callRecord' } };
		expect(await itemOf(backend, { ...form, ...output })).toMatchObject({
			from: { name: 'Wang', number: '+8613800000000', e164: '+8613800000000' },
		});
	}
});

test.each(names)('%s: a blank before a national number is not a plus', async (backend) => {
	const { call, number } = backends[backend];
	const body = formOf({ ...call, [number]: '+01086465040' }, false);
	const item = await itemOf(backend, { body, contentType: FORM });
	expect(membersOf(item)[number]).toBe('01086465040');
});

test.each<[string, string, string]>([
	['CooCenter', 'event=cdr&uniqueid=1.2&starttime=2024-05-29+09:37:35++0800', 'starttimeUtc'],
	['Udesk', 'call_id=1&agent_ring_at=2024-05-29+09:37:35++0800', 'agent_ring_at_utc'],
	['Dimensions', 'dir=2&start=2024-05-29T09:37:35+08:00', 'startUtc'],
])('%s: the lost plus of a time', async (backend, body, member) => {
	const item = await itemOf(backend, { body, contentType: FORM });
	expect(membersOf(item)[member]).toBe('2024-05-29T01:37:35.000Z');
});

test.each<[string, IDataObject]>([
	['"Name <VIP>" <13800000000>', { name: 'Name <VIP>', number: '13800000000' }],
	['"Smith \\"Bob\\"" <808>', { name: 'Smith "Bob"', number: '808' }],
	['"Bob" <>', { name: 'Bob' }],
	['"unknown" <+8613800000000>', { number: '+8613800000000', e164: '+8613800000000' }],
	['"anonymous" <sip:anonymous@anonymous.invalid>', {}],
	['<unknown>', {}],
	['"808" <808>', { name: '808', number: '808' }],
])('CooCenter: the caller %s', async (callerid, from) => {
	const record = { event: 'cdr', uniqueid: '1.2', callerid };
	const output = { output: 'callRecord' };
	expect((await itemOf('CooCenter', { body: record, panel: output })).from).toEqual(from);
	for (const isEscaped of [true, false]) {
		const body = formOf(record, isEscaped);
		const item = await itemOf('CooCenter', { body, contentType: FORM, panel: output });
		expect(item.from).toEqual(from);
	}
	const connector = await itemOf('CooCenter', { body: record });
	expect(connector.callerid).toBe(Object.keys(from).length > 0 ? callerid : null);
});
