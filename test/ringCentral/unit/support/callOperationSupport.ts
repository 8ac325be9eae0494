import { operationBench, type OperationBench } from './operationSupport';
import { json } from './restSupport';

const ANY = /./;

export const mine = {
	id: 'p-2',
	direction: 'Inbound',
	owner: { accountId: '1', extensionId: '7' },
	from: { phoneNumber: '+16505550190', name: 'Kim' },
	to: { phoneNumber: '+16505550101', extensionId: '7', name: 'Alice Adams' },
	status: { code: 'Answered' },
	muted: false,
	standAlone: false,
};
export const session = (party: object = mine) => ({
	id: 's-1',
	origin: { type: 'Call' },
	creationTime: '2026-01-12T08:05:00Z',
	parties: [{ id: 'p-1', direction: 'Outbound', status: { code: 'Answered' } }, party],
});

/** A login of extension 7 who is in call s-1 with party p-2. */
export function inCall(party: object = mine): OperationBench {
	const bench = operationBench();
	bench.http
		.on('GET', /sessions\/s-1$/, json(session(party)))
		.on('GET', /sessions\/s-2$/, json({ ...session({ ...mine, id: 'p-9' }), id: 's-2' }))
		.on('GET', /extension\/~$/, json({ id: 7 }))
		.on(
			'GET',
			/\/device/,
			json({
				records: [
					{ id: 1, status: 'Offline', name: 'Old' },
					{ id: 2, status: 'Online' },
				],
			}),
		)
		.on('POST', ANY, json(party))
		.on('PATCH', ANY, json(party))
		.on('DELETE', ANY, { status: 204 });
	return bench;
}
