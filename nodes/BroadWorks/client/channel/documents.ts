import { escapeXml } from '../../../shared/core/parsing/xml';

/** Child elements in the order they are written; undefined ones are left out. */
export type DocumentContent = Array<
	[name: string, value: string | number | boolean | undefined | DocumentContent]
>;

const NAMESPACE = 'http://schema.broadsoft.com/xsi';

function elements(content: DocumentContent): string {
	return content
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => {
			const inner = Array.isArray(value) ? elements(value) : escapeXml(String(value));
			return `<${name}>${inner}</${name}>`;
		})
		.join('');
}

/**
 * A request document, with elements or a text. The order of `content` is kept, because servers validate it
 * (docs/protocols/broadworks.md#element-order).
 */
export function xsiDocument(root: string, content: DocumentContent | string): string {
	const inner = typeof content === 'string' ? escapeXml(content) : elements(content);
	return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${NAMESPACE}">${inner}</${root}>`;
}
