import { badParameter } from '../requests/failure';

export interface Part {
	name?: string;
	fileName?: string;
	contentType: string;
	bytes: Buffer;
}

/** One member of a part's Content-Disposition, with or without quotes. */
function member(header: string, name: string): string | undefined {
	const found = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
	return found?.[1] ?? found?.[2];
}

/** A part: headers, an empty line and the content. Without headers it begins with the empty line. */
function partOf(block: string): Part {
	const empty = /^\r?\n|\r?\n\r?\n/.exec(block);
	if (!empty) throw badParameter('body');
	const head = Buffer.from(block.slice(0, empty.index), 'latin1').toString('utf8');
	const headers = new Map(
		head
			.split(/\r?\n/)
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
		bytes: Buffer.from(block.slice(empty.index + empty[0].length), 'latin1'),
	};
}

/**
 * The parts of a multipart body (RFC 2046). Lines may end with a bare LF: clients send such.
 * @throws ApiFailure 400 when there is no boundary, or the body does not end with it
 */
export function partsOf(body: Buffer, contentType: string): Part[] {
	const boundary = member(`;${contentType.split(/;(.*)/s)[1] ?? ''}`, 'boundary');
	if (boundary === undefined) throw badParameter('Content-Type', contentType);
	const mark = boundary.replace(/[^\w-]/g, '\\$&');
	// A character for each byte.
	const text = body.toString('latin1');
	const borders = text.matchAll(new RegExp(`(?:^|\\r?\\n)--${mark}(?:(--)|[ \\t]*\\r?\\n)`, 'g'));
	const parts: Part[] = [];
	let begin: number | undefined;
	for (const border of borders) {
		if (begin !== undefined) parts.push(partOf(text.slice(begin, border.index)));
		if (border[1] !== undefined) return parts;
		begin = border.index + border[0].length;
	}
	throw badParameter('body');
}

export const isMultipart = (contentType = ''): boolean => /^multipart\//i.test(contentType.trim());
