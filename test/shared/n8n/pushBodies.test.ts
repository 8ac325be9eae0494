import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { pushedWorkflow, pushSecret, testRun, whileActive } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';

/** 客户, Jörg and “x” as bytes of some charsets; between them plain ASCII. */
const texts = {
	gbk: { text: '客户', bytes: [0xbf, 0xcd, 0xbb, 0xa7] },
	gb18030: { text: '㐀', bytes: [0x81, 0x39, 0xee, 0x39] },
	latin1: { text: 'Jörg', bytes: [0x4a, 0xf6, 0x72, 0x67] },
	windows1252: { text: '“x”', bytes: [0x93, 0x78, 0x94] },
	utf8: { text: '客户', bytes: [...Buffer.from('客户')] },
};

interface Case {
	name: string;
	contentType: string;
	body: Buffer;
	text: string;
}

const around = (before: string, bytes: number[], after: string) =>
	Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);

const escaped = (bytes: number[]) =>
	bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const part = (name: string, type = '') =>
	`--b\r\nContent-Disposition: form-data; name="${name}"\r\n${type}\r\n`;

/** One push for each way to write a text; `id` tells them apart. */
function casesFor(idField: string, textField: string): Case[] {
	const json = ({ bytes }: { bytes: number[] }, id: string) =>
		around(`{"${idField}":"${id}","${textField}":"`, bytes, '"}');
	const wide = (text: string, id: string) =>
		Buffer.from(JSON.stringify({ [idField]: id, [textField]: text }), 'utf16le');
	const declared: Array<[string, keyof typeof texts]> = [
		['application/json; charset=gb2312', 'gbk'],
		['application/json; charset=GBK', 'gbk'],
		['application/json; charset=cp936', 'gbk'],
		['application/json; charset="gb18030"', 'gb18030'],
		['application/json; charset=iso-8859-1', 'latin1'],
		['application/json; charset=windows-1252', 'windows1252'],
		['application/json', 'gbk'],
		['text/xml', 'utf8'],
		['text/xml; charset=gb2312', 'gbk'],
		['application/soap+xml', 'utf8'],
		['text/plain; charset=gb2312', 'gbk'],
	];
	return [
		...declared.map(([contentType, key], index) => ({
			name: contentType,
			contentType,
			body: json(texts[key], `d${index}`),
			text: texts[key].text,
		})),
		{
			name: 'UTF-16',
			contentType: 'application/json; charset=utf-16',
			body: Buffer.concat([Buffer.from([0xff, 0xfe]), wide('客户', 'w1')]),
			text: '客户',
		},
		{
			name: 'UTF-16 big endian',
			contentType: 'application/json; charset=utf-16',
			body: Buffer.concat([Buffer.from([0xff, 0xfe]), wide('客户', 'w2')]).swap16(),
			text: '客户',
		},
		{
			name: 'a form with escaped bytes',
			contentType: 'application/x-www-form-urlencoded; charset=gbk',
			body: Buffer.from(`${idField}=f1&${textField}=${escaped(texts.gbk.bytes)}`),
			text: '客户',
		},
		{
			name: 'a form with escaped bytes that says nothing',
			contentType: 'application/x-www-form-urlencoded',
			body: Buffer.from(`${idField}=f2&${textField}=${escaped(texts.gbk.bytes)}`),
			text: '客户',
		},
		{
			name: 'multipart',
			contentType: 'multipart/form-data; boundary=b',
			body: around(`${part(idField)}m1\r\n${part(textField)}`, texts.gbk.bytes, '\r\n--b--\r\n'),
			text: '客户',
		},
		{
			name: 'multipart with a charset of its part',
			contentType: 'multipart/form-data; boundary="b"',
			body: around(
				`${part(idField)}m2\r\n${part(textField, 'Content-Type: text/plain; charset=iso-8859-1\r\n')}`,
				texts.latin1.bytes,
				'\r\n--b--\r\n',
			),
			text: 'Jörg',
		},
	];
}

async function send(url: string, contentType: string, body: Buffer): Promise<number> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': contentType },
		body: new Uint8Array(body),
		signal: AbortSignal.timeout(30_000),
	});
	await response.arrayBuffer();
	return response.status;
}

/** What n8n refuses by itself, or would parse for a stranger. */
const refused: Array<[string, string]> = [
	['text/xml', '<a><b></a>'],
	['text/xml', '<a'.repeat(1_000)],
	['application/json', '{"a":'],
	['application/json; charset=klingon', '{"a":'],
	['application/json', '['.repeat(200_000)],
	['application/x-www-form-urlencoded', 'a=&'.repeat(40_000)],
	['text/plain', 'a=&'.repeat(40_000)],
	['multipart/form-data; boundary=b', `${part('a')}\r\n`.repeat(10_000)],
	['multipart/form-data', 'x'],
];

interface Backend {
	node: string;
	credential: string;
	data: JsonObject;
	parameters: JsonObject;
	idField: string;
	textField: string;
	query: string;
	/** What else the trigger needs, and the end of its address. */
	more?: { type: string; data: JsonObject; path: string };
}

const backends: Backend[] = [
	{
		node: 'udesk',
		credential: 'udeskWebhookApi',
		data: { secret: pushSecret },
		// Stored options that were set before there was another.
		parameters: { options: { maxInFlight: 4 } },
		idField: 'call_id',
		textField: 'nick_name',
		query: `?token=${pushSecret}`,
	},
	{
		node: 'dimensions',
		credential: 'dimensionsWebhookApi',
		data: { secret: pushSecret },
		parameters: {},
		idField: 'own_id',
		textField: 'own_text',
		query: `?token=${pushSecret}`,
	},
	{
		node: 'cooCenter',
		credential: 'cooCenterWebhookApi',
		data: { secret: pushSecret },
		parameters: { triggerOn: ['unknown'], options: { allowedIps: '127.0.0.1' } },
		idField: 'uniqueid',
		textField: 'word',
		query: `?token=${pushSecret}`,
		more: {
			type: 'cooCenterApi',
			data: { url: 'http://192.0.2.10:8000', generation: 1 },
			path: 'coocenter',
		},
	},
];

describe('Bodies of pushes', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	async function workflowOf({ node, parameters, more }: Backend, credential: StoredCredential) {
		const workflow = pushedWorkflow(node, credential, { output: 'raw', ...parameters });
		if (!more) return workflow;
		const { id, name } = await api.createCredential('More', more.type, more.data);
		const [trigger] = workflow.definition.nodes;
		trigger.credentials = { ...trigger.credentials, [more.type]: { id, name } };
		const address = (path: string) => path.replace(/[^/]+$/, more.path);
		const { path, testPath } = workflow;
		return { ...workflow, path: address(path), testPath: address(testPath) };
	}

	test.each(backends)('$node: every charset and every label', async (backend) => {
		const { node, data, idField, textField, query } = backend;
		const credential = await api.createCredential(`Bodies ${node}`, backend.credential, data);
		const cases = casesFor(idField, textField);
		const workflow = await workflowOf(backend, credential);
		await whileActive(api, workflow, async ({ url, settled, items }) => {
			const statuses = await Promise.all(
				cases.map(async ({ name, contentType, body }) => [
					name,
					await send(url + query, contentType, body),
				]),
			);
			expect(statuses).toEqual(cases.map(({ name }) => [name, 200]));
			const found = await settled(cases.length);
			expect(found.map((item) => item[textField]).sort()).toEqual(
				cases.map(({ text }) => text).sort(),
			);
			const answers = await Promise.all(
				refused.map(async ([contentType, body]) => [
					contentType,
					body.slice(0, 20),
					await send(url, contentType, Buffer.from(body)),
					await send(url + query, contentType, Buffer.from(body)),
				]),
			);
			expect(answers).toEqual(
				refused.map(([contentType, body]) => [contentType, body.slice(0, 20), 401, 400]),
			);
			expect(await items()).toHaveLength(cases.length);
		});
		const [multipart] = cases.filter(({ name }) => name === 'multipart');
		const [item] = await testRun(api, workflow, async (url) => {
			expect(await send(url + query, multipart.contentType, multipart.body)).toBe(200);
		});
		expect(item).toMatchObject({ [textField]: multipart.text });
	});
});
