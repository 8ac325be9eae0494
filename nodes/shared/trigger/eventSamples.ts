import type { IDataObject } from 'n8n-workflow';

/** Items by event and output, as `samples.callEvent.connector`. */
export type Samples = Record<string, Record<string, IDataObject[]>>;

/**
 * The build writes them into the folder of each backend, from the fixtures of its events, and leaves this file
 * beside them: few ever need them.
 * @param backend its folder, as `Udesk`
 */
export const samplesOf = async (backend: string): Promise<Samples> =>
	((await import(`../../${backend}/samples.json`)) as { default: Samples }).default;
