import * as fc from 'fast-check';

/**
 * fast-check with a seed that is always the same, so that a test which passes goes on passing. It prints the
 * seed when a property fails; another one, to look further, comes by TELEPHONY_SEED.
 */
fc.configureGlobal({ seed: Number(process.env.TELEPHONY_SEED ?? 20_240_229) });

export { fc };
