/** Resources whose operations `peopleActions.test.ts` runs; `actions.test.ts` runs those of all others. */
export const PEOPLE_RESOURCES: readonly string[] = ['callLog', 'directory', 'service', 'voicemail'];
