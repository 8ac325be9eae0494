import { tmpdir } from 'node:os';
import { join } from 'node:path';

import NodeEnvironment from 'jest-environment-node';

import { freePidLock, takePidLock } from '../../../../n8n-driver/install/pid-lock';
import { machineHasRoom } from '../../room';

/** Files of a line of n8n that run in any case. Those of a run of jest share them, as they have the same parent. */
const SEATS = [1, 2].map((number) => join(tmpdir(), `telephony-seat-${process.ppid}-${number}`));

/** ms that a worker looks; one more for each, so that not all of them find the same room. */
const LOOK = 500;
const LOOK_MORE = 500;

async function freeSeat(): Promise<string | undefined> {
	for (const seat of SEATS) {
		const holder = await takePidLock(seat);
		// One of its own was left by a file that ended without a word.
		if (holder === undefined || holder === process.pid) return seat;
	}
	return undefined;
}

/**
 * Jest's environment of Node for the files of the suite n8n, which wait more than they work: as many run at once as the machine
 * bears, and two per line in any case.
 */
class RoomEnvironment extends NodeEnvironment {
	private seat?: string;

	override async setup(): Promise<void> {
		await super.setup();
		const look = LOOK + LOOK_MORE * Number(process.env.JEST_WORKER_ID ?? 1);
		do this.seat = await freeSeat();
		while (!this.seat && !(await machineHasRoom(look)));
	}

	override async teardown(): Promise<void> {
		if (this.seat) await freePidLock(this.seat);
		await super.teardown();
	}
}

export = RoomEnvironment;
