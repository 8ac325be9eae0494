import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/**
 * Serves the page for people: `index.html` and `browser.js` of the simulator's own folder, style and tools
 * that all pages share. False for any other path.
 */
export function servePage(
	folder: string,
	path: string,
	request: IncomingMessage,
	response: ServerResponse,
): boolean {
	const files: Record<string, { file: string; type: string }> = {
		'/': { file: join(folder, 'index.html'), type: HTML },
		'/page.js': { file: join(folder, 'browser.js'), type: SCRIPT },
		'/page.css': { file: join(__dirname, 'page.css'), type: 'text/css; charset=utf-8' },
		'/tools.js': { file: join(__dirname, 'tools.js'), type: SCRIPT },
	};
	if (!(path in files) || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
	const { file, type } = files[path];
	const body = readFileSync(file);
	response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length });
	response.end(request.method === 'HEAD' ? undefined : body);
	return true;
}
