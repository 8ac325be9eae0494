import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { XsiCredential } from '../../../../nodes/BroadWorks/authorization';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import {
	EVENT_PACKAGES,
	packagesOf,
} from '../../../../nodes/BroadWorks/client/subscriptions/packages';
import { triggerDropdowns } from '../../../../nodes/BroadWorks/dropdowns';
import { selection } from '../../../../nodes/BroadWorks/trigger/item';
import { triggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import type { Panel } from '../../../../nodes/shared/trigger/panel';
import { eventXml } from '../support/xsi';

const settingsOf = (parameters: Record<string, unknown>) => {
	const all: Record<string, unknown> = {
		triggerOn: 'rawEvent',
		targetType: 'user',
		event: 'Basic Call',
		...parameters,
	};
	const panel = { getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback };
	return triggerSettings(panel as unknown as Panel, { userId: 'alice' } as XsiCredential);
};

const packagesFor = (parameters: Record<string, unknown>) =>
	packagesOf(settingsOf(parameters).spec);

describe('the packages of a trigger', () => {
	it('are one, or several in one order, each once', () => {
		expect(settingsOf({}).spec).not.toHaveProperty('further');
		expect(packagesFor({ furtherEvents: [] })).toEqual(['Basic Call']);
		expect(packagesFor({ furtherEvents: ['Basic Call'] })).toEqual(['Basic Call']);
		const several = ['Basic Call', 'Call Park', 'Remote Office'];
		expect(packagesFor({ furtherEvents: ['Remote Office', 'Call Park'] })).toEqual(several);
		expect(
			packagesFor({ event: 'Remote Office', furtherEvents: ['Call Park', 'Basic Call'] }),
		).toEqual(several);
	});

	it('may be all of the interface', () => {
		const all = EVENT_PACKAGES.map(({ package: name }) => name);
		expect(packagesFor({ furtherEvents: all })).toEqual([...all].sort());
		expect(all).toHaveLength(38);
	});

	it('are named where a list has one that is none', () => {
		expect(() => settingsOf({ furtherEvents: ['Remote Ofice'] })).toThrow(
			'"Remote Ofice" is not an Event Package',
		);
	});

	it('of forwardings are five, whose types start the workflow', () => {
		expect(packagesFor({ triggerOn: 'forwarding' })).toEqual([
			'Call Forwarding Always',
			'Call Forwarding Always Secondary',
			'Call Forwarding Busy',
			'Call Forwarding No Answer',
			'Remote Office',
		]);
	});

	it('stand in the items of their events', () => {
		const select = selection(settingsOf({ triggerOn: 'forwarding', output: 'connector' }));
		const of = (type: string) =>
			select(
				readEvent(eventXml({ id: type, subscription: 's1', type, sequence: 9, data: '' })),
				false,
			).map(({ event }) => event);
		expect(of('RemoteOfficeEvent')).toEqual(['Remote Office']);
		expect(of('CallForwardingBusyEvent')).toEqual(['Call Forwarding Busy']);
	});
});

it('the event types to choose from are those of all chosen packages', async () => {
	const chosen: Record<string, unknown> = {
		event: 'Remote Office',
		furtherEvents: ['Call Park', 'Do Not Disturb'],
	};
	const context = { getCurrentNodeParameter: (name: string) => chosen[name] };
	const { getEventTypes } = triggerDropdowns.loadOptions;
	const types = await getEventTypes.call(context as unknown as ILoadOptionsFunctions);
	expect(types.map(({ value }) => value)).toEqual([
		'RemoteOfficeEvent',
		'CallParkedAgainstEvent',
		'DoNotDisturbEvent',
	]);
});
