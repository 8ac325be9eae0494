import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { chooseNode, type N8nLine } from './lines';

/** Folder that holds what only the first run has to pay for. */
export function cacheRoot(): string {
	const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(base, 'n8n-nodes-telephony');
}

/** Folder of one n8n install: another lock, Node or platform gives another folder. */
export function cacheFolder(line: N8nLine): string {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
		const path = join(line.folder, file);
		if (existsSync(path)) hash.update(readFileSync(path));
	}
	hash.update(chooseNode(line).version).update(`${process.platform}-${process.arch}`);
	return join(cacheRoot(), `${line.name}-${hash.digest('hex').slice(0, 16)}`);
}
