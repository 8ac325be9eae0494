/** An event as the PBX tells it. */
export type PushedEvent = Record<string, string | number | string[]>;

/**
 * The forms a push may have (docs/protocols/coocenter.md#wire-form-answer-retry; which one the vendor uses is
 * not known): JSON object or list, form fields, a form with one field that holds JSON, JSON as text, and JSON
 * in the charset that Chinese systems wrote before UTF-8.
 */
export const PUSH_FORMS = ['json', 'array', 'form', 'formField', 'text', 'gb18030'] as const;

export type PushForm = (typeof PUSH_FORMS)[number];

export interface WrittenPush {
	contentType: string;
	body: Buffer;
}

/** A few words in GB18030, which Node can read but not write. */
const GB18030: Record<string, number[]> = {
	工作时间: [0xb9, 0xa4, 0xd7, 0xf7, 0xca, 0xb1, 0xbc, 0xe4],
	客户服务: [0xbf, 0xcd, 0xbb, 0xa7, 0xb7, 0xfe, 0xce, 0xf1],
};

function inGb18030(text: string): Buffer {
	const parts = text.split(new RegExp(`(${Object.keys(GB18030).join('|')})`));
	return Buffer.concat(
		parts.map((part) => {
			const bytes = GB18030[part];
			if (bytes) return Buffer.from(bytes);
			if (/[^\x00-\x7f]/.test(part)) throw new Error(`"${part}" cannot be written in GB18030 here`);
			return Buffer.from(part, 'latin1');
		}),
	);
}

/** An event as body. */
export function writePush(event: PushedEvent, form: PushForm): WrittenPush {
	const json = JSON.stringify(event);
	const of = (contentType: string, body: string): WrittenPush => ({
		contentType,
		body: Buffer.from(body, 'utf8'),
	});
	if (form === 'array') return of('application/json', JSON.stringify([event]));
	if (form === 'text') return of('text/plain', json);
	if (form === 'formField') {
		return of('application/x-www-form-urlencoded', new URLSearchParams({ data: json }).toString());
	}
	if (form === 'form') {
		const fields = new URLSearchParams();
		for (const [name, value] of Object.entries(event)) {
			for (const entry of [value].flat()) fields.append(name, String(entry));
		}
		return of('application/x-www-form-urlencoded', fields.toString());
	}
	if (form === 'gb18030') return { contentType: 'text/plain', body: inGb18030(json) };
	return of('application/json', json);
}
