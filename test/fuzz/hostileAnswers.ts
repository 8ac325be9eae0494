import { createHash } from 'node:crypto';

import { DEFAULT_PATHS } from '../../nodes/BroadWorks/client/transport/connection';
import { RateGroups } from '../../nodes/RingCentral/client/transport/rateGroups';
import { TelephonyError } from '../../nodes/shared/core/errors';
import type { Clock, Http } from '../../nodes/shared/core/ports';
import type { Answer } from '../support/fakes/fakeHttp';
import { FakeRandom, RecordingLog } from '../support/fakes/fakePorts';

/** JSON in the place of what a vendor answers. */
const documents = [
	...['null', '[]', '[null]', '"x"', '0', 'true', '{}', '{"records":[', '\ufeff{}', '\ufeffnull'],
	...['{"records":null}', '{"records":[null]}', '{"records":{}}', '{"records":[{}]}'],
	...['{"data":null}', '{"data":[null]}', '{"data":{}}', '{"data":"x"}', '{"data":[{}]}'],
	...['{"id":null}', '{"id":{}}', '{"id":"a","parties":[null]}', '{"id":"a","parties":{}}'],
	...['{"id":"a","parties":[{"id":1,"status":0,"owner":[],"direction":true,"recordings":{}}]}'],
	...['{"activeCalls":[null,{"telephonySessionId":1,"direction":7}]}', '{"activeCalls":{}}'],
	...['{"id":"a","attachments":[null],"status":7}', '{"syncInfo":null}', '{"session":[]}'],
	...['{"records":[{}],"navigation":{"nextPage":{"uri":"https://"}}}'],
	...['{"records":[{}],"paging":{"page":1,"totalPages":"x"}}', '{"status":{},"data":[[]]}'],
	...['{"data":{"records":[{}]},"paging":{"totalPages":"x"}}', '{"status":"success"}'],
	...['{"code":1000}', '{"code":null}', '{"code":{}}', '{"records":[{"toString":null}]}'],
	...['{"code":1000,"agent_api_token":"t","agents":[null],"tickets":{},"customer":[],"meta":[]}'],
	...['{"code":1000,"agent_api_token":"t","ivr_nodes":"x","queues":[0],"callout_tasks":[null]}'],
];

/** XML in its place. */
const elements = [
	...['<a/>', '<Call><callId/></Call>', '<Profile/>', '<Calls><call/></Calls>', '<html></html>'],
	...['<Enterprise><totalAvailableRecords>x</totalAvailableRecords><a><b/></a></Enterprise>'],
];

const REFUSALS = [400, 401, 403, 404, 407, 409, 423, 429, 500, 503];

/** In the place of a refusal's own words. */
const reasons = [
	...['', 'null', '[null]', '"x"', '{"errors":[null],"message":{}}', '{"ErrorInfo":[]}'],
	...['{"errorCode":"constructor","code":"toString","status":"valueOf"}'],
	...['{"errors":[{"errorCode":"CMN-101","parameterName":"constructor"}],"status":"error"}'],
	...['{"error":{"code":{}},"errors":{}}', '{"errorCode":{"toString":null}}', '<ErrorInfo/>'],
	...['<html></html>'],
];

const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Answers that no vendor describes, by what they are. */
export const hostileAnswers: ReadonlyArray<readonly [string, Answer]> = [
	...[...documents, ...elements].map((body) => [`200 ${body}`, { body }] as const),
	['204', { status: 204 }],
	['200 with nothing', { body: '' }],
	['200 with a blank line', { body: ' \r\n' }],
	['200 in UTF-16', { body: wide('{}') }],
	['200 in UTF-16, XML', { body: wide('<a/>') }],
	['200 with deep lists', { body: `${'['.repeat(5_000)}${']'.repeat(5_000)}` }],
	['302 to another host', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
	['302 to nowhere', { status: 302 }],
	['201 with an address that is none', { status: 201, headers: { location: '/calls/%zz' } }],
	...REFUSALS.flatMap((status) =>
		reasons.map(
			(body) =>
				[
					`${status} ${body}`,
					{ status, body, headers: { 'retry-after': '-1', 'x-rate-limit-group': 'constructor' } },
				] as const,
		),
	),
];

/** Requests or pauses of one operation after which it is taken to have no end. */
const ENDLESS = 2_000;

/** Time passes by itself. */
class HastyClock implements Clock {
	private passed = 0;

	private pauses = 0;

	now() {
		return 1_800_000_000_000 + this.passed;
	}

	elapsed() {
		return this.passed;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return await Promise.resolve();
		this.passed += Math.max(1, ms);
		if (++this.pauses > ENDLESS) throw new Error('It waits for ever');
	}
}

/** Gives the same answer to everything. */
function httpOf({ status = 200, headers = {}, body = '' }: Answer): Http {
	let requests = 0;
	const bytes = typeof body === 'string' ? Buffer.from(body) : body;
	const answer = async () => {
		if (++requests > ENDLESS) throw new Error('It asks for ever');
		return await Promise.resolve({ status, headers, body: bytes });
	};
	return {
		request: answer,
		async stream() {
			const { body: whole, ...head } = await answer();
			async function* parts() {
				yield await Promise.resolve(whole);
			}
			return { ...head, body: parts(), close() {} };
		},
	};
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** What the operations of each backend work with, of a server that answers everything with `answer`. */
export function clientOf(backend: string, answer: Answer): unknown {
	const clock = new HastyClock();
	const ports = { http: httpOf(answer), clock, random: new FakeRandom([0.5]) };
	const timeZone = 'Asia/Shanghai';
	switch (backend) {
		case 'BroadWorks': {
			const server = { url: 'https://xsp.example.net', ...DEFAULT_PATHS };
			return { connection: { ...ports, server }, ownUserId: 'alice@example.net' };
		}
		case 'RingCentral': {
			const server = 'https://platform.ringcentral.com';
			const rates = new RateGroups(clock);
			// Of the token, which comes from elsewhere.
			const permissions = async () =>
				await Promise.reject(new TelephonyError('unauthorized', 'There is no token'));
			return { ...ports, server, rates, log: new RecordingLog(), permissions };
		}
		case 'CooCenter': {
			const access = { generation: 1, webKey: { webKey: 'a', timeZone, md5 } };
			return { connection: { ...ports, server: { url: 'http://pbx', timeZone, access } } };
		}
		case 'Udesk': {
			const login = { email: 'admin@udesk.cn', openApiToken: 'a' };
			const url = 'https://example.udesk.cn';
			const hash = (algorithm: string, text: string) =>
				createHash(algorithm).update(text).digest('hex');
			const agentTokens = new Map();
			return { ...ports, url, login, callCenterSecret: 'a', timeZone, hash, agentTokens };
		}
		default:
			return { ...ports, url: 'https://api.uk.myreports.cloud/api/v1.0' };
	}
}
