import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { corpus } from './corpus';
import { SeededRandom } from './random';
import { Finding, fuzzRound } from './round';

/** What came of many rounds. */
export interface Campaign {
	/** Broken documents that went through splitter, parser and decoder, each with good ones after it. */
	documents: number;
	/** What came out of the splitter and was refused. */
	refused: number;
	rounds: number;
	/** ms of the slowest round. */
	slowest: number;
	/** Most bytes of heap and buffers that stayed in use between rounds, beyond those before the first. */
	memory: number;
	/** Seconds. */
	took: number;
}

export interface CampaignSettings {
	seed: number;
	documents: number;
	/** Called now and then. */
	onProgress?(campaign: Campaign): void;
}

/** Rounds between two looks at memory. */
const LOOK_EVERY = 500;

/**
 * Bytes in use after a garbage collection. Without one the number says how lazy the collector is, and in a
 * process with other tests what those left to it.
 */
function bytesHeld(): number {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	collect();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/**
 * Runs rounds until so many documents have been sent. Each round has its own seed, so that a finding
 * can be seen again by itself. Throws the first `Finding`, with the seed of its round.
 */
export function fuzz({ seed, documents, onProgress }: CampaignSettings): Campaign {
	const documentsToMutate = corpus();
	const campaign: Campaign = {
		documents: 0,
		refused: 0,
		rounds: 0,
		slowest: 0,
		memory: 0,
		took: 0,
	};
	const before = bytesHeld();
	const begun = performance.now();
	while (campaign.documents < documents) {
		const roundSeed = seed + campaign.rounds;
		try {
			const round = fuzzRound(new SeededRandom(roundSeed), documentsToMutate);
			campaign.documents += round.documents;
			campaign.refused += round.refused;
			campaign.slowest = Math.max(campaign.slowest, round.took);
		} catch (error) {
			if (error instanceof Finding) error.message += ` (seed ${roundSeed})`;
			throw error;
		}
		campaign.rounds++;
		if (campaign.rounds % LOOK_EVERY === 0) {
			campaign.memory = Math.max(campaign.memory, bytesHeld() - before);
			campaign.took = (performance.now() - begun) / 1000;
			onProgress?.(campaign);
		}
	}
	campaign.memory = Math.max(campaign.memory, bytesHeld() - before);
	campaign.took = (performance.now() - begun) / 1000;
	return campaign;
}
