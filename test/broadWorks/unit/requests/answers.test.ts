import {
	assertDocument,
	bodyText,
	bodyXml,
	errorOf,
} from '../../../../nodes/BroadWorks/client/transport/answers';
import type { HttpHeaders, HttpResponse } from '../../../../nodes/shared/core/ports';
import type { ErrorKind } from '../../../../nodes/shared/core/errors';
import { fixture } from '../../../support/fixtures';
import { errorInfo } from '../support/xsi';

const NOW = Date.UTC(2026, 0, 1, 12);

function response(
	status: number,
	body: string | Uint8Array = '',
	headers: HttpHeaders = {},
): HttpResponse {
	return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
}

describe('bodyText', () => {
	const latin1 = Buffer.from('<a>Zoë</a>', 'latin1');

	it('follows the charset of the header', () => {
		const headers = { 'content-type': 'application/xml; charset="ISO-8859-1"' };
		expect(bodyText(response(200, latin1, headers))).toBe('<a>Zoë</a>');
	});

	it('follows the declaration where the header says nothing', () => {
		const text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>';
		expect(bodyText(response(200, Buffer.from(text, 'latin1')))).toBe(text);
	});

	it('puts the header over the declaration', () => {
		const text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Zoë</a>';
		const headers = { 'content-type': 'text/xml;charset=UTF-8' };
		expect(bodyText(response(200, text, headers))).toBe(text);
	});

	it('takes UTF-8 where nothing is said, with or without a byte order mark', () => {
		expect(bodyText(response(200, '<a>漢</a>'))).toBe('<a>漢</a>');
		expect(bodyText(response(200, '\ufeff<a/>'))).toBe('<a/>');
	});

	it('refuses a charset nobody knows', () => {
		const work = () =>
			bodyText(response(200, '<a/>', { 'content-type': 'text/xml;charset=klingon' }));
		expect(work).toThrow(expect.objectContaining({ kind: 'protocolViolation' }));
		expect(work).toThrow(/klingon/);
	});
});

describe('bodyXml', () => {
	it('reads an ISO-8859-1 document without a namespace', () => {
		const body = Buffer.from(fixture('yealink-calllogs-placed.xml'), 'latin1');
		expect(bodyXml(response(200, body)).name).toBe('placed');
	});

	it('refuses an empty answer', () => {
		expect(() => bodyXml(response(200))).toThrow(
			expect.objectContaining({ kind: 'protocolViolation' }),
		);
	});
});

describe('assertDocument', () => {
	it.each([
		'<!DOCTYPE html><html>',
		'<html lang="en">',
		'\r\n  <HTML>',
		'<!doctype HTML PUBLIC "x">',
	])('tells the web page %j of a firewall from a document', (page) => {
		const work = () => assertDocument(response(200, page));
		expect(work).toThrow(expect.objectContaining({ kind: 'protocolViolation', status: 200 }));
		expect(work).toThrow(/firewall/);
	});

	it.each(['', '<Profile/>', '<?xml version="1.0"?><a/>', '{"Calls":{}}'])(
		'lets %j pass',
		(body) => {
			expect(() => assertDocument(response(200, body))).not.toThrow();
		},
	);
});

describe('errorOf', () => {
	it.each<[number, ErrorKind, RegExp]>([
		[400, 'badRequest', /malformed/],
		[401, 'unauthorized', /password/],
		[403, 'forbidden', /no right/],
		[404, 'notFound', /does not know/],
		[405, 'badRequest', /method/],
		[409, 'conflict', /state/],
		[412, 'conflict', /state/],
		[429, 'rateLimited', /fewer/],
		[500, 'unavailable', /failed/],
		[503, 'unavailable', /not available/],
		[418, 'badRequest', /418/],
		[504, 'unavailable', /504/],
	])('says of status %i that it is %s', (status, kind, message) => {
		const error = errorOf(response(status), NOW);
		expect(error).toMatchObject({ kind, status });
		expect(error.message).toMatch(message);
		expect([error.vendorText, error.vendorCode, error.waitMs]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it("quotes the vendor's English text and code from XML", () => {
		const error = errorOf(response(404, fixture('composed/error.xml')), NOW);
		expect(error).toMatchObject({
			vendorText: 'The specified call was not found.',
			vendorCode: '110001',
		});
		expect(errorOf(response(403, errorInfo('English', '1')), NOW).vendorText).toBe('English');
	});

	it('quotes the local text where there is no English one', () => {
		const body = '<ErrorInfo><summary>lokal</summary><errorCode>7</errorCode></ErrorInfo>';
		expect(errorOf(response(500, body), NOW)).toMatchObject({
			vendorText: 'lokal',
			vendorCode: '7',
		});
		const json = '{"ErrorInfo":{"summary":{"$":"lokal"},"errorCode":{"$":"7"}}}';
		expect(errorOf(response(500, json), NOW)).toMatchObject({
			vendorText: 'lokal',
			vendorCode: '7',
		});
	});

	it('quotes BadgerFish JSON', () => {
		const body =
			'{"ErrorInfo":{"@xmlns":{"$":"http://schema.broadsoft.com/xsi"},"summary":{"$":"l"},"summaryEnglish":{"$":"No such user"},"errorCode":{"$":"110862"}}}';
		expect(errorOf(response(403, body), NOW)).toMatchObject({
			vendorText: 'No such user',
			vendorCode: '110862',
		});
	});

	it.each([
		'<html><body>Basic YWxpY2U6c2VjcmV0</body></html>',
		'<!DOCTYPE html><p>x',
		'plain words',
		'<Other><summary>x</summary></Other>',
		'{"error":"x"}',
		'{}',
	])('does not quote %j', (body) => {
		expect(errorOf(response(401, body), NOW).vendorText).toBeUndefined();
	});

	it.each(['{"ErrorInfo":', '<ErrorInfo><summary>'])(
		'keeps the kind and says so when %j cannot be read',
		(body) => {
			const error = errorOf(response(404, body), NOW);
			expect(error).toMatchObject({ kind: 'notFound', vendorText: undefined });
			expect(error.message).toMatch(/^The server does not know.*unreadable answer/);
		},
	);

	it('keeps the kind when the charset is unknown', () => {
		const error = errorOf(
			response(401, '<a/>', { 'content-type': 'text/xml;charset=klingon' }),
			NOW,
		);
		expect(error.kind).toBe('unauthorized');
	});

	it('passes on how long the server asks to wait, in seconds or as a date', () => {
		expect(errorOf(response(429, '', { 'retry-after': '7' }), NOW).waitMs).toBe(7_000);
		const date = 'Thu, 01 Jan 2026 12:00:30 GMT';
		expect(errorOf(response(503, '', { 'retry-after': date }), NOW).waitMs).toBe(30_000);
	});
});
