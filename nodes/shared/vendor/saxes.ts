export { SaxesParser } from 'saxes';
export type { SaxesAttributeNS, SaxesTagNS } from 'saxes';
