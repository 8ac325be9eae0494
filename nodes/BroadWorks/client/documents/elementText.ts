import { escapeXml, type XmlElement } from '../../../shared/core/parsing/xml';

/** An element of a longer document as XML, with its own names and without prefixes. */
export function elementText({ name, attributes, children, text, nil, type }: XmlElement): string {
	const all = {
		...attributes,
		...(type === undefined ? {} : { 'xsi:type': type }),
		...(nil ? { 'xsi:nil': 'true' } : {}),
	};
	const written = Object.entries(all).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
	const content = children.map(elementText).join('') + escapeXml(text);
	return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`;
}
