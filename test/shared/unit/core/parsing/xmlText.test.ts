import { charsetOf, xmlText } from '../../../../../nodes/shared/core/parsing/xmlText';

const document = (encoding: string, name = 'Jörg') =>
	`<?xml version="1.0" encoding="${encoding}"?><name>${name}</name>`;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('xmlText', () => {
	it.each([
		['UTF-8', Buffer.from(document('UTF-8')), undefined],
		['UTF-8 with a byte order mark', Buffer.from(`\ufeff${document('UTF-8')}`), undefined],
		['ISO-8859-1 by declaration', latin1(document('ISO-8859-1')), undefined],
		['Windows-1252 by declaration', latin1(document('windows-1252')), undefined],
		['ISO-8859-1 by header', latin1('<name>Jörg</name>'), 'iso-8859-1'],
		['ISO-8859-1 by declaration against the header', latin1(document('ISO-8859-1')), 'UTF-8'],
		['ISO-8859-1 by header against the declaration', latin1(document('UTF-8')), 'ISO-8859-1'],
		['UTF-8 that also says ISO-8859-1', Buffer.from(document('ISO-8859-1')), 'utf-8'],
		['ISO-8859-1 that says UTF-8 only', latin1(document('UTF-8')), 'utf-8'],
		['a charset nobody knows', Buffer.from(document('klingon')), undefined],
		['UTF-16 with a byte order mark', utf16(document('UTF-16')), undefined],
		['UTF-16 without one', utf16(document('UTF-16')).subarray(2), undefined],
		['UTF-16 the other way round', utf16(document('UTF-16')).swap16(), undefined],
		['UTF-8 that says UTF-16', Buffer.from(document('UTF-16')), 'utf-16'],
	])('reads %s', (_name, bytes, charset) => {
		expect(xmlText(bytes, charset)).toContain('<name>Jörg</name>');
	});

	it('reads what Windows-1252 has and ISO-8859-1 has not', () => {
		const bytes = Buffer.from([0x3c, 0x61, 0x3e, 0x80, 0x3c, 0x2f, 0x61, 0x3e]);
		expect(xmlText(bytes, 'windows-1252')).toBe('<a>€</a>');
	});

	it('finds the charset of a Content-Type', () => {
		expect(charsetOf('text/xml;charset="ISO-8859-1"; x=y')).toBe('ISO-8859-1');
		expect(charsetOf('text/xml')).toBeUndefined();
	});
});
