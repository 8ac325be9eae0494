import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

import { root } from '../loaded';

/** Where the pages of this repository are on the web. */
export const WEB_PAGES = 'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/';

/** Text of a file of the repository. */
export const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Paths from the root of all files below a folder that `fits`; what npm installs is left out. */
export function filesBelow(folder: string, fits: (name: string) => boolean): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isFile()) return fits(entry.name) ? [path] : [];
		return entry.isDirectory() && !['node_modules', 'installs'].includes(entry.name)
			? filesBelow(path, fits)
			: [];
	});
}

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '');

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(file: string): string[] {
	const seen = new Map<string, number>();
	return [...withoutCode(read(file)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
		const anchor = heading
			.trim()
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
			.replaceAll(' ', '-');
		const times = seen.get(anchor) ?? 0;
		seen.set(anchor, times + 1);
		return times === 0 ? anchor : `${anchor}-${times}`;
	});
}

/** Targets of all links and pictures of a page, as written in Markdown or HTML. */
export const linksOf = (file: string) =>
	[
		...withoutCode(read(file))
			.replace(/`[^`\n]*`/g, '')
			.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g),
	].map(([, markdown, html]) => markdown ?? html);

/**
 * What is wrong with a link from a page: a file or heading that is not there; undefined when all is
 * well, and for other web sites. `from`: path of the page; addresses of this repository's pages count too.
 */
export function brokenLink(from: string, target: string): string | undefined {
	const isOwnPage = target.startsWith(WEB_PAGES);
	if (/^[a-z]+:/.test(target) && !isOwnPage) return undefined;
	const [path, anchor] = (isOwnPage ? target.slice(WEB_PAGES.length) : target).split('#');
	const file = path === '' ? from : normalize(isOwnPage ? path : join(dirname(from), path));
	if (file.startsWith('..') || !existsSync(join(root, file))) {
		return `${from} leads to ${target}, but there is no ${relative('.', file)}`;
	}
	if (anchor !== undefined && !anchorsOf(file).includes(anchor)) {
		return `${from} leads to ${target}, but ${file} has no such heading`;
	}
	return undefined;
}
