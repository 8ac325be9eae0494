/** What a stranger may post to make a receiver work for long. */
export interface HostileBody {
	name: string;
	/** About so many bytes. */
	make(size: number): Buffer;
}

const filled = (piece: string, size: number) =>
	piece.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(piece))));

/** Pieces that differ in their number. */
function numbered(piece: (number: number) => string, size: number): string {
	const pieces: string[] = [];
	for (let length = 0; length < size; length += pieces[pieces.length - 1].length) {
		pieces.push(piece(pieces.length));
	}
	return pieces.join('');
}

const nested = (open: string, close: string, size: number) => {
	const depth = Math.floor(size / (open.length + close.length));
	return `${open.repeat(depth)}${close.repeat(depth)}`;
};

const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`;

const bodies: Record<string, (size: number) => string> = {
	'one field again and again': (size) => filled('a=&', size),
	'one field with values': (size) => filled('a=1&', size),
	'a list of a name': (size) => filled('a[]=1&', size),
	'distinct fields': (size) => numbered((number) => `f${number}=1&`, size),
	'elements of a list': (size) => numbered((number) => `a[${number}]=1&`, size),
	'elements backwards': (size) => numbered((number) => `a[${1e6 - number}]=1&`, size),
	'names in brackets': (size) => filled('a[b][c]=1&', size),
	'names in brackets that differ': (size) => numbered((number) => `a[b${number}][c]=1&`, size),
	'lists in brackets': (size) => numbered((number) => `a[${number}][]=1&`, size),
	'names that are nested': (size) => `${filled('a[b]', size)}=1`,
	'names with dots': (size) => `${filled('a.', size)}b=1`,
	'names with brackets that stay open': (size) => `a${filled('[', size)}=1`,
	'nested names that differ': (size) => numbered((number) => `a.b${number}.c[d]=1&`, size),
	'names of a prototype': (size) => filled('__proto__[x]=1&constructor.prototype.y=1&', size),
	'a long name': (size) => `${filled('n', size)}=1`,
	'a long value': (size) => `a=${filled('v', size)}`,
	'percent signs': (size) => `a=${filled('%', size)}`,
	'escaped bytes': (size) => `a=${filled('%e4%bd', size)}`,
	'plus signs': (size) => `a=${filled('+', size)}`,
	ampersands: (size) => filled('&', size),
	'equals signs': (size) => filled('=', size),
	blanks: (size) => `${filled(' ', size)}x`,
	'blanks in a value': (size) => `callerid=${filled('%20', size)}`,
	'deep lists': (size) => nested('[', ']', size),
	'deep lists that stay open': (size) => filled('[', size),
	'deep objects': (size) => `${nested('{"a":', '}', size).replace(/\}+$/, '1$&')}`,
	'a deep document in a field': (size) => `extend=${nested('[', ']', size)}`,
	'a deep document in a text': (size) =>
		JSON.stringify({
			call_id: '1',
			extend: nested('{"a":', '}', size),
			cdr: nested('[', ']', size),
		}),
	'one key again and again': (size) => `{${filled('"a":1,', size)}"a":1}`,
	'distinct keys': (size) => `{${numbered((number) => `"k${number}":1,`, size)}"a":1}`,
	'distinct keys in records': (size) => {
		const record = (number: number) =>
			`{${numbered((name) => `"k${number}_${name}":1,`, Math.min(size, 20_000))}"a":1},`;
		return `[${numbered(record, size)}{}]`;
	},
	'objects in an object': (size) =>
		`{${numbered((number) => `"k${number}":{"a":{}},`, size)}"a":1}`,
	'numbers as keys': (size) => `{${numbered((number) => `"${number * 65_536}":1,`, size)}"a":1}`,
	'names of a prototype in JSON': (size) => `{${filled('"__proto__":{"x":1},', size)}"a":1}`,
	'many records': (size) => `[${filled('{},', size)}{}]`,
	backslashes: (size) => JSON.stringify({ cdr: { id: '1', cliNum: filled('\\', size / 2) } }),
	'a caller of blanks': (size) => JSON.stringify({ event: 'cdr', callerid: filled(' <', size) }),
	'signs to combine': (size) =>
		JSON.stringify({
			[filled('\u0315\u0300', size)]: 1,
			call_result: filled('\u0315\u0300', size / 2),
		}),
	'a text that stays open': (size) => `{"a":"${filled('x', size)}`,
	'parts of a form': (size) => `${filled(`${part('a')}1\r\n`, size)}--b--`,
	'parts that differ': (size) => `${numbered((number) => `${part(`p${number}`)}1\r\n`, size)}--b--`,
	'a part without end': (size) => `${part('a')}${filled('x', size)}`,
	'a part of dashes': (size) => `${part('a')}${filled('-', size)}\r\n--b--`,
	'a part of line breaks': (size) => `${part('a')}${filled('\r\n', size)}--b--`,
	'nearly the boundary': (size) => `${part('a')}${filled('\r\n--', size)}\r\n--b--`,
	'headers of a part': (size) => `--b\r\n${filled('a: b\r\n', size)}\r\n1\r\n--b--`,
	'a header of a part': (size) =>
		`--b\r\nContent-Disposition: ${filled(';name=', size)}\r\n\r\n1\r\n--b--`,
	'broken XML': (size) => filled('<a', size),
	'deep XML': (size) => filled('<a>', size),
	'declarations of XML': (size) => filled('<!', size),
	'attributes of XML': (size) => `<a ${numbered((number) => `a${number}="" `, size)}/>`,
};

export const hostileBodies: readonly HostileBody[] = [
	...Object.entries(bodies).map(([name, make]) => ({
		name,
		make: (size: number) => Buffer.from(make(size)),
	})),
	{ name: 'zeros', make: (size) => Buffer.alloc(size) },
	{ name: 'bytes of no text', make: (size) => Buffer.alloc(size, 0xff) },
	{ name: 'UTF-16', make: (size) => Buffer.from(filled('a=1&', size / 2), 'utf16le') },
];

/** What a body may call itself. */
export const contentTypes: readonly string[] = [
	'',
	'application/json',
	'application/json; charset=gb2312',
	'application/json; charset=utf-16',
	'application/x-www-form-urlencoded',
	'application/x-www-form-urlencoded; charset=gbk',
	'multipart/form-data; boundary=b',
	'text/plain',
	'text/xml',
	'application/xml; charset=iso-8859-1',
	'application/octet-stream',
	`text/plain${';charset='.repeat(1_000)}`,
];
