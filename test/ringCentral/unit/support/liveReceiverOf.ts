import type { IDataObject, IRun, WorkflowActivateMode } from 'n8n-workflow';

import type { EventMemory } from '../../../../nodes/RingCentral/client/events/eventMemory';
import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import { liveReceiver } from '../../../../nodes/RingCentral/trigger/liveReceiver';
import { triggerSettings } from '../../../../nodes/RingCentral/trigger/settings';
import { n8nContext } from '../../../support/contexts/n8nContext';
import type { FakeClock } from '../../../support/fakes/fakeClock';
import { fakeRingCentral } from './ringCentralLive';

const EVENT = '/restapi/v1.0/account/1/extension/7/telephony/sessions';

export interface Start {
	parameters: IDataObject;
	staticData?: IDataObject;
	activation?: WorkflowActivateMode;
	/** Executions do not end. */
	isBusy?: boolean;
	/** As n8n 1.x, which knows no deduplication keys. */
	isOld?: boolean;
	/** Its id; one that runs again in the same process is a newer version. */
	workflow?: string;
	/** Goes on over a restart, where the n8n before had it. */
	clock?: FakeClock;
	/** Goes on over the versions of a workflow. */
	memory?: EventMemory;
}

/** The receiver of a live workflow in an n8n that ends executions at once. */
export function startReceiver({
	parameters,
	staticData = {},
	activation,
	isBusy,
	isOld,
	clock,
	memory,
	workflow = 'w',
}: Start) {
	const all = fakeRingCentral(clock);
	const emitted: Array<{ items: IDataObject[]; key?: string }> = [];
	const errors: Error[] = [];
	const node = n8nContext({
		parameters,
		workflow: { id: workflow },
		node: { id: 'n' },
		activation,
		staticData,
		emit(each, done, key) {
			emitted.push({ items: each, key });
			if (!isBusy) done!.resolve({ status: 'success' } as IRun);
		},
		emitError: (error) => void errors.push(error),
	});
	if (isOld) {
		const { emit } = node;
		node.emit = (data, response, done) => emit(data, response, done);
	}
	let room = 0;
	const settings = triggerSettings(node);
	const onRoom = () => void room++;
	const receiver = liveReceiver(node, settings, all.connection, all.log, onRoom, memory);
	const items = () => emitted.flatMap((each) => each.items);
	return { ...all, receiver, emitted, errors, items, staticData, room: () => room };
}

export const presence = (uuid?: string) =>
	notificationOf({ uuid, event: '/presence', body: { id: uuid } });

export const call = (code: string, sequence: number, missedCall = false) =>
	notificationOf({
		uuid: `${code}${sequence}`,
		event: EVENT,
		body: {
			sessionId: '4711',
			telephonySessionId: 's-1',
			sequence,
			parties: [{ id: 'p', extensionId: '7', direction: 'Inbound', missedCall, status: { code } }],
		},
	});

export const logged = (id: string, result: string, startTime: string) => ({
	id: `r-${id}`,
	telephonySessionId: id,
	direction: 'Inbound',
	result,
	startTime,
	duration: 1,
});
