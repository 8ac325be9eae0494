/** Requests to the RingCentral API: one at a time, or page by page. */
export { failureOf, openStream, send, sendAny, sendRaw, type ApiRequest } from './exchange';
export { pages, tokenPages, type PageOptions, type TokenPageOptions } from './paging';
