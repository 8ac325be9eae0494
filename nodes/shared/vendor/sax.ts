export { parser as createParser } from 'sax';
export type { SaxParser, SaxTag } from 'sax';
