import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { CooCenterConnection } from '../../../../nodes/CooCenter/client/connection';
import type { WireObject } from '../../../../nodes/CooCenter/client/values';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom } from '../../../support/fakes/fakePorts';
import { fixturePath } from '../../../support/fixturePath';

export const BASE = 'http://pbx.example.net:8000/coocenter-api';

export const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');

/** A fixture as text, such as `push.hangup.json`. */
export const fixtureText = (name: string) => readFileSync(fixturePath(`cooCenter/${name}`), 'utf8');

export const fixture = (name: string) => JSON.parse(fixtureText(name)) as WireObject;

/** The value of a form field that was sent. */
export const form = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body));

export interface Bench {
	clock: FakeClock;
	http: FakeHttp;
	connection: CooCenterConnection;
}

export interface BenchOptions {
	generation?: 1 | 2;
	webKey?: string;
	timeZone?: string;
	/** ISO 8601; the fake clock begins at the start of 2026. */
	now?: string;
}

/** A connection to a scripted PBX. */
export function bench({
	generation = 1,
	webKey = 'asjdfjklkasdf',
	timeZone = 'Asia/Shanghai',
	now,
}: BenchOptions = {}): Bench {
	const clock = new FakeClock();
	if (now !== undefined) clock.stepWall(Date.parse(now) - clock.now());
	const http = new FakeHttp(clock);
	const access: CooCenterConnection['server']['access'] =
		generation === 1
			? { generation: 1, webKey: { webKey, timeZone, md5 } }
			: { generation: 2, session: { login: { username: 'admin', password: 'p' }, store: {} } };
	const connection = {
		server: { url: 'http://pbx.example.net:8000', timeZone, access },
		http,
		clock,
		random: new FakeRandom(),
	};
	return { clock, http, connection };
}

export const json = (value: unknown) => ({
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(value),
});
