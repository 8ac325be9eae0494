import { badParameter } from '../failure';

export interface Part {
	name?: string;
	fileName?: string;
	contentType: string;
	bytes: Buffer;
}

const LINE = '\r\n';

/** One member of a part's Content-Disposition, with or without quotes. */
function member(header: string, name: string): string | undefined {
	const found = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
	return found?.[1] ?? found?.[2];
}

function partOf(block: Buffer): Part {
	const end = block.indexOf(LINE + LINE);
	if (end < 0) throw badParameter('body');
	const headers = new Map(
		block
			.subarray(0, end)
			.toString('utf8')
			.split(LINE)
			.filter((line) => line.includes(':'))
			.map((line) => {
				const [name, value] = line.split(/:\s*(.*)/s, 2);
				return [name.toLowerCase(), value] as const;
			}),
	);
	const disposition = headers.get('content-disposition') ?? '';
	return {
		name: member(disposition, 'name'),
		fileName: member(disposition, 'filename'),
		contentType: headers.get('content-type') ?? 'text/plain',
		bytes: block.subarray(end + 4),
	};
}

/**
 * The parts of a multipart body (RFC 2046).
 * @throws ApiFailure 400 when there is no boundary, or the body does not end with it
 */
export function partsOf(body: Buffer, contentType: string): Part[] {
	const boundary = member(`;${contentType.split(/;(.*)/s)[1] ?? ''}`, 'boundary');
	if (boundary === undefined) throw badParameter('Content-Type', contentType);
	const mark = `--${boundary}`;
	const parts: Part[] = [];
	let at = body.indexOf(mark);
	while (at >= 0) {
		const begin = at + mark.length;
		if (body.subarray(begin, begin + 2).toString() === '--') return parts;
		const next = body.indexOf(LINE + mark, begin);
		if (next < 0) break;
		parts.push(partOf(body.subarray(begin + 2, next)));
		at = next + 2;
	}
	throw badParameter('body');
}
