import { badRequest } from './errors';
import { rootNamed, sortBySchema, validate } from '../xml/schema';
import { parseBadgerFish, parseXml, type XmlElement } from '../xml/xml';

/**
 * Reads a request body and checks it against the schema, order of elements included. The content
 * type only tells JSON from XML: servers take any other or none (docs/protocols/broadworks.md#encodings).
 * @throws XsiError 400
 */
export function readDocument(
	text: string,
	contentType: string | undefined,
): XmlElement | undefined {
	if (text.trim() === '') return undefined;
	const json = /json/i.test(contentType ?? '');
	let element: XmlElement;
	try {
		element = json ? parseBadgerFish(text) : parseXml(text);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw badRequest(`The body is malformed: ${reason.split('\n')[0]}`);
	}
	if (rootNamed(element.name) !== element.name) {
		throw badRequest(`${element.name} is not a known document.`);
	}
	if (json) element = sortBySchema(element);
	element = channelWins(element);
	const [problem] = validate(element, { allowNil: true });
	if (problem) throw badRequest(`The body is invalid: ${problem}`);
	return element;
}

/** @throws XsiError 400 when the body is missing or another document */
export function requireBody(body: XmlElement | undefined, root: string): XmlElement {
	if (!body) throw badRequest(`A ${root} document is needed.`);
	if (body.name !== root) throw badRequest(`A ${root} document is needed, not ${body.name}.`);
	return body;
}

/** A subscription may name both destinations, against the schema: then the channel counts. */
function channelWins(element: XmlElement): XmlElement {
	const both = element.children.some((item) => item.name === 'channelSetId');
	if (element.name !== 'Subscription' || !both) return element;
	const children = element.children.filter((item) => item.name !== 'httpContact');
	return { ...element, children };
}
