import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

const FILES: Record<string, { file: string; type: string }> = {
	'/': { file: 'index.html', type: 'text/html; charset=utf-8' },
	'/page.js': { file: 'browser.js', type: 'text/javascript; charset=utf-8' },
};

/** Serves the page for people; false for any other path. */
export function servePage(
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
): boolean {
	const known = FILES[path];
	if (!known || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
	const body = readFileSync(join(__dirname, known.file));
	response.writeHead(200, { 'Content-Type': known.type, 'Content-Length': body.length });
	response.end(request.method === 'HEAD' ? undefined : body);
	return true;
}
