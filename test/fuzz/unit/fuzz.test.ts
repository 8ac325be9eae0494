import { fuzz } from '../campaign';
import { corpus } from '../corpus';
import { mutations } from '../mutations';
import { SeededRandom } from '../random';

/** A small piece of what `npm run fuzz` does, always the same. */
const SEED = 20_240_229;
const DOCUMENTS = 600;

const MEGABYTE = 1024 * 1024;

describe('broken documents', () => {
	it('are refused, hold nothing up, and lose no good document after them', () => {
		const campaign = fuzz({ seed: SEED, documents: DOCUMENTS });
		expect(campaign.documents).toBeGreaterThanOrEqual(DOCUMENTS);
		expect(campaign.refused).toBeGreaterThan(DOCUMENTS / 10);
		expect(campaign.memory).toBeLessThan(32 * MEGABYTE);
	});

	it('come out the same for the same seed', () => {
		const documents = corpus();
		const make = () => {
			const random = new SeededRandom(SEED);
			return mutations.map(({ apply }) =>
				apply(documents[0], random, documents).toString('latin1'),
			);
		};
		expect(make()).toEqual(make());
	});

	it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
		'are really broken: %s',
		(_name, { apply }) => {
			const documents = corpus();
			const random = new SeededRandom(SEED);
			const changed = Array.from({ length: 50 }, () => {
				const document = random.pick(documents);
				return !apply(document, random, documents).equals(document);
			});
			expect(changed.filter(Boolean).length).toBeGreaterThan(25);
		},
	);
});
