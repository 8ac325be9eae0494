import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../shared/core/records';
import type { UdeskAnswer } from './client/answers';

/**
 * The entries of the list that an answer holds, each as one item; the whole answer where it holds none. Not
 * every page shows under which name the list comes. `named` is its name where one is known.
 */
export function listItems(answer: UdeskAnswer, named?: string): IDataObject | IDataObject[] {
	const given = named === undefined ? undefined : answer[named];
	const list = [given, ...Object.values(answer)].find((value) => Array.isArray(value));
	if (!Array.isArray(list)) return answer as IDataObject;
	return list.map((entry: unknown) =>
		isRecord(entry) ? (entry as IDataObject) : { number: entry as string },
	);
}

/** The object of that name in an answer; the whole answer where there is none. */
export function objectItem(answer: UdeskAnswer, name: string): IDataObject {
	const inner = answer[name];
	return (isRecord(inner) ? inner : answer) as IDataObject;
}
