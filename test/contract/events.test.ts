import { readFileSync } from 'node:fs';

import { EVENT_PACKAGES, typesOf } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { events as broadWorksEvents } from '../../nodes/BroadWorks/trigger/events';
import { readPushEvent } from '../../nodes/CooCenter/client/pushes/event';
import { KINDS } from '../../nodes/CooCenter/client/pushes/kinds';
import { events as cooCenterEvents } from '../../nodes/CooCenter/trigger/events';
import {
	eventFiltersOf,
	type EventTarget,
} from '../../nodes/RingCentral/client/events/eventFilters';
import {
	events as ringCentralEvents,
	type TargetType,
} from '../../nodes/RingCentral/trigger/events';
import { parseFilter } from '../simulators/ringCentral/events/filters';
import { fixturePath } from '../support/fixturePath';
import { read } from './documents/markdown';

const textOf = (fixture: string) => readFileSync(fixturePath(fixture), 'utf8');

describe('BroadWorks', () => {
	const packages = EVENT_PACKAGES.map(({ package: name }) => name);

	it.each(broadWorksEvents.map((event) => [event.name, event]))(
		'%s of events.ts names a package of catalogue/packages.json, and one that sends its fixture',
		(_name, { wire, further = [], sample, types }) => {
			const wanted = wire ?? String(sample.event);
			expect(packages).toContain(wanted);
			expect(wanted).toBe(sample.event);
			const sent = [wanted, ...further].flatMap(typesOf);
			expect(sent).toEqual(expect.arrayContaining([sample.type, ...types]));
		},
	);
});

describe('RingCentral', () => {
	const ANY_ID = /\/(account|extension|call-queues)\/(~|\d+|\{\w+\})/g;
	const TARGETS: Record<Exclude<TargetType, 'filters'>, EventTarget> = {
		account: { kind: 'account' },
		extension: { kind: 'extension', extensionIds: ['~'] },
		queue: { kind: 'queue', queueIds: ['1'] },
		own: { kind: 'own' },
	};
	const ACCOUNT = '/restapi/v1.0/account/~/';
	const BELOW = { account: ACCOUNT, extension: `${ACCOUNT}extension/~/`, queue: ACCOUNT, own: '' };
	const pathOf = (filter: string) => filter.split('?')[0].replace(ANY_ID, '/$1/{}');
	const queryOf = (filter: string) => [...new URLSearchParams(filter.split('?')[1] ?? '')];

	const subscribed = ringCentralEvents.flatMap((event) =>
		event.targets.flatMap((kind) =>
			kind === 'filters' ? [] : [[event.name, kind, event] as const],
		),
	);

	it.each(subscribed)(
		'%s of %s subscribes to its wire, and to what its fixture came by',
		(name, kind, { wire = '', fixture }) => {
			const where = `"${name}" of SOURCES in client/events/eventFilters.ts`;
			const filters = eventFiltersOf(name, TARGETS[kind]);
			expect(filters).toHaveLength(1);
			const [filter] = filters;
			const told = (JSON.parse(textOf(fixture)) as { event?: string }).event;
			const same = [
				BELOW[kind] + wire,
				...(told !== undefined && kind !== 'account' ? [told] : []),
			];
			for (const expected of same) {
				expect([where, pathOf(filter)]).toEqual([where, pathOf(expected)]);
				expect([where, queryOf(filter)]).toEqual([
					where,
					expect.arrayContaining(queryOf(expected)),
				]);
			}
		},
	);

	const PAGE = 'docs/protocols/ringcentral.md';
	const [, section = ''] = read(PAGE).split('### Event filters\n');
	const [known] = section.split('\n### ');

	it.each(subscribed)('%s of %s subscribes to a filter that RingCentral has', (name, kind) => {
		const where = `"${name}" of SOURCES in client/events/eventFilters.ts`;
		const [filter] = eventFiltersOf(name, TARGETS[kind]);
		const [, query = ''] = filter.split('?');
		const parsed = parseFilter(filter, { accountId: '1', extensionId: '2' });
		const isKnown = parsed !== undefined && known.includes(query);
		expect([where, isKnown ? [] : `${filter} is not in ${PAGE}#event-filters`]).toEqual([
			where,
			[],
		]);
	});
});

describe('CooCenter', () => {
	it('has an entry in events.ts for every kind of client/pushes/kinds.ts', () => {
		expect(cooCenterEvents.map(({ name }) => name).sort()).toEqual(Object.keys(KINDS).sort());
	});

	/** No source prints an intercom record, so a status that it may have lets none be dropped. */
	const UNSURE: Partial<Record<string, object>> = { intercomRecord: { outcome: false } };

	it.each(cooCenterEvents.map((event) => [event.name, event]))(
		'%s of client/pushes/kinds.ts carries what its events can be filtered by, and nothing else',
		(name, { fixture }) => {
			const event = readPushEvent(JSON.parse(textOf(fixture)) as never, 'Asia/Shanghai');
			const carried = {
				party: event.parties.length > 0,
				queue: event.queue !== undefined,
				direction: event.direction !== undefined,
				outcome: event.answered !== undefined,
			};
			const carries: readonly string[] = KINDS[name].carries;
			const listed = Object.keys(carried).map((aspect) => [aspect, carries.includes(aspect)]);
			expect({ kind: name, ...Object.fromEntries(listed) }).toEqual({
				kind: name,
				...carried,
				...UNSURE[name],
			});
		},
	);
});
