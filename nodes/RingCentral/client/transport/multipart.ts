import type { Random } from '../../../shared/core/ports';
import { TelephonyError } from '../../../shared/core/errors';

/** One part of a form: a file, or a text. */
export interface FormPart {
	name: string;
	content: string | Uint8Array;
	/** `application/json`, `image/png`... */
	contentType: string;
	/** Makes the part a file. */
	fileName?: string;
}

const encoder = new TextEncoder();

/** As browsers write it (HTML, multipart/form-data): quotes and line ends are escaped. */
const quoted = (value: string) =>
	value.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

function headOf({ name, fileName, contentType }: FormPart): string {
	if (/[\r\n]/.test(contentType)) {
		throw new TelephonyError('badRequest', `"${contentType}" is not a content type`);
	}
	const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`;
	return `Content-Disposition: form-data; name="${quoted(name)}"${file}\r\nContent-Type: ${contentType}\r\n\r\n`;
}

/** A form with files (RFC 7578), as `rawBody` of a request. Parts go out in the order given. */
export function multipart(
	parts: readonly FormPart[],
	random: Random,
): { bytes: Uint8Array; contentType: string } {
	const boundary = `n8n-${random.uuid()}`;
	const chunks = parts.flatMap((part) => [
		encoder.encode(`--${boundary}\r\n${headOf(part)}`),
		typeof part.content === 'string' ? encoder.encode(part.content) : part.content,
		encoder.encode('\r\n'),
	]);
	const bytes = Buffer.concat([...chunks, encoder.encode(`--${boundary}--\r\n`)]);
	return { bytes, contentType: `multipart/form-data; boundary=${boundary}` };
}
