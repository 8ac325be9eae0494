import { createHash } from 'node:crypto';

import type { Hash } from '../../../../nodes/Udesk/client/sign';
import type { UdeskConnection } from '../../../../nodes/Udesk/client/connection';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom } from '../../../support/fakes/fakePorts';

export const hash: Hash = (algorithm, text) => createHash(algorithm).update(text).digest('hex');

/** A connection to a server that answers as scripted. */
export function server(changes: Partial<UdeskConnection> = {}) {
	const clock = new FakeClock();
	const http = new FakeHttp(clock);
	const connection: UdeskConnection = {
		url: 'https://example.udesk.cn',
		login: { email: 'admin@udesk.cn', openApiToken: '0123456789abcdef0123456789abcdef' },
		callCenterSecret: '99d80d18b0b9a994a8d0283e830e5099',
		timeZone: 'Asia/Shanghai',
		http,
		clock,
		random: new FakeRandom(),
		hash,
		agentTokens: new Map(),
		...changes,
	};
	return { clock, http, connection };
}

/** An answer with JSON. */
export const json = (value: unknown) => ({ body: JSON.stringify(value) });
